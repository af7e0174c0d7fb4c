# JupyterHub with fixed test clients, on 127.0.0.1 only: its services are its OAuth clients.
# Read by `jupyterhub -f`; the port and the file with the clients come by the environment.
#
# No notebook is ever started, so there is no proxy in front. A service has one redirect URI, a secret, and an id that begins with `service-`.
import json
import os

from jupyterhub.proxy import Proxy

HOST = "127.0.0.1"
BASE = f"http://{HOST}:{os.environ['LITMUS_PORT']}"


class NoProxy(Proxy):
    should_start = False

    async def add_route(self, routespec, target, data):
        pass

    async def delete_route(self, routespec):
        pass

    async def get_all_routes(self):
        return {}

    async def check_routes(self, user_dict, service_dict, routes=None):
        print(f"ready {BASE}", flush=True)  # the last thing that the hub asks of a proxy as it starts


c = get_config()  # noqa: F821
c.JupyterHub.bind_url = BASE
c.JupyterHub.hub_bind_url = BASE
c.JupyterHub.proxy_class = NoProxy
c.JupyterHub.db_url = "sqlite:///litmus.sqlite"
c.JupyterHub.cookie_secret = os.urandom(32)
c.JupyterHub.default_url = "/hub/home"  # else a login starts a notebook
c.JupyterHub.log_level = "WARN"
c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = "litmus-password"
c.Authenticator.allowed_users = {"litmus-user"}

with open(os.environ["LITMUS_CLIENTS"], encoding="utf-8") as file:
    clients = [client for client in json.load(file) if len(client["redirect_uris"]) == 1]
c.JupyterHub.services = [
    {
        "name": client["id"],
        "api_token": client.get("secret", f"{client['id']}-secret"),
        "oauth_redirect_uri": client["redirect_uris"][0],
        "oauth_client_allowed_scopes": ["read:users:name!user"],
    }
    for client in clients
]
c.JupyterHub.load_roles = [
    {"name": "user", "scopes": ["self", "access:services"]},
]
