"""Sets a Glewlwyd up by its own interface, as its administration page would: the OpenID Connect plugin, one
user, the test clients, and what the user grants to them.

Usage: setup.py BASE CLIENTS KEY PUBLIC-KEY DATABASE SESSION

The plugin has the values that the administration page offers, but PKCE, introspection and revocation are on.
Then the user logs in and agrees: Glewlwyd's pages for that need JavaScript. The session gets the given number,
which a browser would have in a cookie, in place of the one made by chance.
"""

import base64
import hashlib
import json
import sqlite3
import sys
import urllib.request

BASE, CLIENTS, KEY, PUBLIC_KEY, DATABASE, SESSION = sys.argv[1:]
ADMIN = {"username": "admin", "password": "password"}  # as in the database that comes with it
USER = {"username": "litmus-user", "password": "litmus-password"}
SCOPES = ["openid", "read", "write"]


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def request(method, path, body, cookie=""):
    headers = {"Content-Type": "application/json", "Cookie": cookie}
    asked = urllib.request.Request(f"{BASE}/api/{path}", json.dumps(body).encode(), headers, method=method)
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return answer.headers.get("Set-Cookie", "").split(";")[0]
    except urllib.error.HTTPError as error:
        sys.exit(f"Error: {method} /api/{path} was answered with {error.code} {error.read().decode()}")


PLUGIN = {
    "iss": f"{BASE}/api/oidc",
    "jwt-type": "rsa",
    "jwt-key-size": "256",
    "key": read(KEY),
    "cert": read(PUBLIC_KEY),
    "access-token-duration": 3600,
    "refresh-token-duration": 1209600,
    "code-duration": 600,
    "refresh-token-rolling": True,
    "refresh-token-one-use": "never",
    "allow-non-oidc": False,
    "auth-type-code-enabled": True,
    "auth-type-code-revoke-replayed": False,
    "auth-type-token-enabled": True,
    "auth-type-id-token-enabled": True,
    "auth-type-none-enabled": True,
    "auth-type-password-enabled": False,
    "auth-type-client-enabled": True,
    "auth-type-device-enabled": False,
    "auth-type-refresh-enabled": True,
    "jwks-show": True,
    "request-parameter-allow": True,
    "secret-type": "pairwise",
    "allowed-scope": ["openid"],
    "pkce-allowed": True,
    "pkce-method-plain-allowed": False,
    "pkce-required": False,
    "pkce-required-public-client": False,
    "introspection-revocation-allowed": True,
    "introspection-revocation-auth-scope": [],
    "introspection-revocation-allow-target-client": True,
    "register-client-allowed": False,
    "session-management-allowed": False,
}


def client(known):
    secret = known.get("secret")
    return {
        "client_id": known["id"],
        "name": known["id"],
        "enabled": True,
        "confidential": secret is not None,
        "redirect_uri": known["redirect_uris"],
        "authorization_type": ["code", "refresh_token"],
        "token_endpoint_auth_method": ["client_secret_basic", "client_secret_post"] if secret else ["none"],
        "scope": [],
        **({"password": secret} if secret else {}),
    }


admin = request("POST", "auth/", ADMIN)
for scope in SCOPES[1:]:
    request("POST", "scope/", {"name": scope, "display_name": scope, "description": scope, "password_required": False}, admin)
request("POST", "user/", {**USER, "name": "Litmus User", "scope": ["g_profile", *SCOPES], "enabled": True}, admin)
clients = json.loads(read(CLIENTS))
for known in clients:
    request("POST", "client/", client(known), admin)
request(
    "POST",
    "mod/plugin/",
    {"module": "oidc", "name": "oidc", "display_name": "OpenID Connect", "enabled": True, "parameters": PLUGIN},
    admin,
)

session = request("POST", "auth/", USER)
for known in clients:
    request("PUT", f"auth/grant/{known['id']}", {"scope": " ".join(SCOPES)}, session)

stored = "{SHA512}" + base64.b64encode(hashlib.sha512(SESSION.encode()).digest()).decode()
with sqlite3.connect(DATABASE) as database:
    database.execute(
        "UPDATE g_user_session SET gus_session_hash = ? WHERE gus_username = ?", (stored, USER["username"])
    )
