"""oidc-provider-mock, a provider for tests built on Authlib, on 127.0.0.1 only.

Usage: server.py PORT CLIENTS

It runs as with its option --require-registration. Clients that register get an id of chance, so
ours are put where registration would have put them.
"""

import json
import logging
import sys

import oidc_provider_mock
from oidc_provider_mock._storage import Client, storage
from werkzeug.serving import make_server

HOST = "127.0.0.1"
PORT = int(sys.argv[1])

app = oidc_provider_mock.app(require_client_registration=True)
with app.test_request_context():
    app.preprocess_request()
    with open(sys.argv[2], encoding="utf-8") as file:
        for client in json.load(file):
            storage.store_client(
                Client(
                    id=client["id"],
                    secret=client.get("secret", ""),
                    redirect_uris=client["redirect_uris"],
                    allowed_scopes=Client.SCOPES_SUPPORTED,
                    token_endpoint_auth_method="client_secret_basic" if "secret" in client else "none",
                )
            )

logging.getLogger("werkzeug").setLevel(logging.WARNING)
logging.getLogger("oidc_provider_mock").setLevel(logging.CRITICAL)
listener = make_server(HOST, PORT, app, threaded=True)
print(f"ready http://{HOST}:{PORT}", flush=True)
listener.serve_forever()
