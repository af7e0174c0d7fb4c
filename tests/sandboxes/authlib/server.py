"""Authlib under Flask with fixed test clients, on 127.0.0.1 only.

Usage: server.py PORT

The same code for every version. A user is logged in already and agrees to everything. Authlib
leaves comparing redirect URIs to the application: here that is string equality, with any port
for a loopback URI (RFC 8252 section 7.3).
"""

import logging
import secrets
import sys
import time
from urllib.parse import urlsplit

from authlib.consts import version
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDHybridGrant, UserInfo
from flask import Flask
from werkzeug.serving import make_server

HOST = "127.0.0.1"
RESPONSE_TYPES = ["code", "code id_token", "code token", "code id_token token"]
KEY = secrets.token_hex(32)


class Client(ClientMixin):
    def __init__(self, client_id, *redirect_uris, public=False):
        self.client_id = client_id
        self.secret = None if public else f"{client_id}-secret"
        self.redirect_uris = redirect_uris
        self.id_token_signed_response_alg = "HS256"

    def get_client_id(self):
        return self.client_id

    def get_default_redirect_uri(self):
        return self.redirect_uris[0] if len(self.redirect_uris) == 1 else None

    def get_allowed_scope(self, scope):
        return " ".join(one for one in (scope or "").split() if one in ("openid", "profile"))

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri in self.redirect_uris or any(
            same_but_port(redirect_uri, registered) for registered in self.redirect_uris
        )

    def check_client_secret(self, client_secret):
        return self.secret is not None and secrets.compare_digest(
            self.secret.encode(), client_secret.encode()
        )

    def check_endpoint_auth_method(self, method, endpoint):
        return method == ("none" if self.secret is None else "client_secret_basic")

    def check_response_type(self, response_type):
        return response_type in RESPONSE_TYPES

    def check_grant_type(self, grant_type):
        return grant_type == "authorization_code"


def same_but_port(requested, registered):
    """Whether a loopback URI was registered and only the port differs."""
    if urlsplit(registered).hostname not in ("127.0.0.1", "::1"):
        return False
    before, authority, after = registered.partition(urlsplit(registered).netloc)
    rest = requested.removeprefix(before + authority)
    if rest == requested or not rest.endswith(after):
        return False
    port = rest[: len(rest) - len(after)]
    return port.startswith(":") and port[1:].isascii() and port[1:].isdigit()


class Code(AuthorizationCodeMixin):
    def __init__(self, request):
        self.client_id = request.client.client_id
        self.redirect_uri = request.payload.redirect_uri
        self.scope = request.payload.scope
        self.nonce = request.payload.data.get("nonce")
        self.code_challenge = request.payload.data.get("code_challenge")
        self.code_challenge_method = request.payload.data.get("code_challenge_method")
        self.user = request.user
        self.created = time.time()

    def is_expired(self):
        return self.created + 300 < time.time()

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope

    def get_nonce(self):
        return self.nonce

    def get_auth_time(self):
        return int(self.created)

    def get_acr(self):
        return None

    def get_amr(self):
        return None


class User:
    def get_user_id(self):
        return "litmus-user"


USER = User()
CLIENTS = {
    client.client_id: client
    for client in (
        Client("app", "https://app.example/callback"),
        Client("app-query", "https://app.example/callback?a=b&c=d"),
        Client("app-port", "https://app.example:8443/callback"),
        Client("app-several", "https://app.example/callback", "https://app.example/second"),
        Client("app-slash", "https://app.example/callback/"),
        Client("native", "http://127.0.0.1/callback", public=True),
    )
}
CODES = {}


class CodeGrant(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "none"]

    def save_authorization_code(self, code, request):
        CODES[code] = Code(request)

    def query_authorization_code(self, code, client):
        found = CODES.get(code)
        if found and found.client_id == client.client_id and not found.is_expired():
            return found
        return None

    def delete_authorization_code(self, authorization_code):
        for code in [code for code, held in CODES.items() if held is authorization_code]:
            del CODES[code]

    def authenticate_user(self, authorization_code):
        return authorization_code.user


class HybridGrant(OpenIDHybridGrant):
    def save_authorization_code(self, code, request):
        CODES[code] = Code(request)

    def exists_nonce(self, nonce, request):
        return any(held.nonce == nonce for held in CODES.values())

    def generate_user_info(self, user, scope):
        return UserInfo(sub=user.get_user_id())

    def get_jwt_config(self, client):
        return {"key": KEY, "alg": "HS256", "iss": BASE, "exp": 300}


def application():
    app = Flask(__name__)
    server = AuthorizationServer(app, CLIENTS.get, lambda token, request: None)
    server.register_grant(CodeGrant, [CodeChallenge(required=False)])
    if version.startswith("1.7."):
        server.register_grant(HybridGrant)

    @app.get("/authorize")
    def authorize():
        try:
            grant = server.get_consent_grant(end_user=USER)
        except OAuth2Error as error:
            return server.handle_error_response(server.create_oauth2_request(None), error)
        return server.create_authorization_response(grant_user=USER, grant=grant)

    @app.post("/token")
    def token():
        return server.create_token_response()

    @app.get("/ready")
    def ready():
        return version

    return app


if len(sys.argv) != 2 or not sys.argv[1].isdigit():
    sys.exit("usage: server.py PORT")
PORT = int(sys.argv[1])
BASE = f"http://{HOST}:{PORT}"
logging.getLogger("werkzeug").setLevel(logging.WARNING)
listener = make_server(HOST, PORT, application(), threaded=True)
print(f"ready {BASE}", flush=True)
listener.serve_forever()
