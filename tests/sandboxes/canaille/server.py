"""Canaille with fixed test clients and one user, on 127.0.0.1 only.

Usage: server.py PORT CLIENTS

Its settings are its defaults, but a nonce is not required, and passwords are stored at no cost. The
database is a file that begins anew with each start.
"""

import datetime
import json
import logging
import sys
from pathlib import Path

from canaille import create_app
from canaille.app import models
from canaille.backends import Backend
from werkzeug.serving import make_server

HOST = "127.0.0.1"
PORT = int(sys.argv[1])
DATABASE = Path("litmus.sqlite3").resolve()
for file in DATABASE.parent.glob(f"{DATABASE.name}*"):
    file.unlink()

app = create_app(
    {
        "SERVER_NAME": f"{HOST}:{PORT}",
        "SECRET_KEY": "a key of a server for tests",
        "PREFERRED_URL_SCHEME": "http",
        "CANAILLE": {"DATABASE": "sql", "JAVASCRIPT": False, "HTMX": False, "LOGGING": None},
        "CANAILLE_SQL": {"DATABASE_URI": f"sqlite:///{DATABASE}", "PASSWORD_SCHEMES": "plaintext"},
        "CANAILLE_OIDC": {"REQUIRE_NONCE": False},
    },
    init_backend=True,
)

with app.app_context():
    backend = Backend.instance
    backend.save(
        models.User(
            user_name="litmus-user",
            family_name="User",
            formatted_name="A User",
            emails=["user@app.example"],
            password="litmus-password",
        )
    )
    with open(sys.argv[2], encoding="utf-8") as file:
        for client in json.load(file):
            stored = models.Client(
                client_id=client["id"],
                client_name=client["id"],
                client_secret=client.get("secret"),
                client_id_issued_at=datetime.datetime.now(datetime.timezone.utc),
                redirect_uris=client["redirect_uris"],
                token_endpoint_auth_method="client_secret_basic" if "secret" in client else "none",
                grant_types=["authorization_code", "refresh_token"],
                response_types=["code"],
                scope=["openid", "profile", "offline_access"],
            )
            # As its page for a new client does.
            stored.audience = [stored]
            backend.save(stored)

logging.getLogger("werkzeug").setLevel(logging.WARNING)
listener = make_server(HOST, PORT, app, threaded=True)
print(f"ready http://{HOST}:{PORT}", flush=True)
listener.serve_forever()
