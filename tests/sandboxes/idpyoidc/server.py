"""idpyoidc's OpenID provider under Flask with fixed test clients, on 127.0.0.1 only.

Usage: server.py PORT CLIENTS

Configured and called as its example flask_op does. A user is logged in already (its class NoAuthn).
"""

import json
import logging
import sys

from flask import Flask, make_response, redirect, request
from idpyoidc.message.oauth2 import ResponseMessage
from idpyoidc.message.oidc import AccessTokenRequest
from idpyoidc.server import Server
from idpyoidc.server.configure import OPConfiguration
from idpyoidc.server.exception import ClientAuthenticationError, FailedAuthentication, UnknownClient
from idpyoidc.server.oidc.token import Token
from idpyoidc.util import split_uri
from werkzeug.serving import make_server

HOST = "127.0.0.1"
PORT = int(sys.argv[1])
BASE = f"http://{HOST}:{PORT}"
USER = "litmus-user"
SECRETS = ["client_secret_basic", "client_secret_post"]

CONFIGURATION = {
    "issuer": BASE,
    "httpc_params": {"verify": False, "timeout": 1},
    "preference": {"subject_types_supported": ["public"], "response_types_supported": ["code"]},
    "cookie_handler": {
        "class": "idpyoidc.server.cookie_handler.CookieHandler",
        "kwargs": {
            "keys": {"key_defs": [{"type": "OCT", "use": [use], "kid": use} for use in ("enc", "sig")]},
            "name": {"session": "op", "register": "op_rp", "session_management": "sman"},
        },
    },
    "token_handler_args": {
        "jwks_defs": {
            "key_defs": [
                {"type": "oct", "bytes": 24, "use": ["enc"], "kid": kid} for kid in ("code", "refresh")
            ]
        },
        "code": {"lifetime": 600},
        "token": {"class": "idpyoidc.server.token.jwt_token.JWTToken", "kwargs": {"lifetime": 3600, "aud": [BASE]}},
        "refresh": {
            "class": "idpyoidc.server.token.jwt_token.JWTToken",
            "kwargs": {"lifetime": 86400, "aud": [BASE]},
        },
        "id_token": {"class": "idpyoidc.server.token.id_token.IDToken", "kwargs": {}},
    },
    "key_conf": {
        "key_defs": [
            {"type": "RSA", "key": "", "use": ["sig"]},
            {"type": "EC", "crv": "P-256", "use": ["sig"]},
        ]
    },
    "endpoint": {
        "provider_info": {
            "path": ".well-known/openid-configuration",
            "class": "idpyoidc.server.oidc.provider_config.ProviderConfiguration",
            "kwargs": {"client_authn_method": None},
        },
        "authorization": {
            "path": "authorization",
            "class": "idpyoidc.server.oidc.authorization.Authorization",
            "kwargs": {
                "response_types_supported": ["code"],
                "response_modes_supported": ["query", "fragment", "form_post"],
            },
        },
        "token": {
            "path": "token",
            "class": "idpyoidc.server.oidc.token.Token",
            "kwargs": {"client_authn_method": [*SECRETS, "public"]},
        },
        "userinfo": {
            "path": "userinfo",
            "class": "idpyoidc.server.oidc.userinfo.UserInfo",
            "kwargs": {"client_authn_method": ["bearer_header"]},
        },
        "introspection": {
            "path": "introspection",
            "class": "idpyoidc.server.oauth2.introspection.Introspection",
            "kwargs": {"client_authn_method": SECRETS, "enforce_audience_restriction": False},
        },
        "token_revocation": {
            "path": "revocation",
            "class": "idpyoidc.server.oauth2.token_revocation.TokenRevocation",
            "kwargs": {"client_authn_method": SECRETS},
        },
    },
    "add_ons": {
        "pkce": {
            "function": "idpyoidc.server.oauth2.add_on.pkce.add_support",
            "kwargs": {"essential": False, "code_challenge_methods": {"S256": None}},
        }
    },
    "authentication": {
        "anon": {
            "acr": "urn:oasis:names:tc:SAML:2.0:ac:classes:InternetProtocolPassword",
            "class": "idpyoidc.server.user_authn.user.NoAuthn",
            "kwargs": {"user": USER},
        }
    },
    "userinfo": {
        "class": "idpyoidc.server.user_info.UserInfo",
        "kwargs": {"db": {USER: {"name": "A User"}}},
    },
    "authz": {
        "class": "idpyoidc.server.authz.AuthzHandling",
        "kwargs": {
            "grant_config": {
                "usage_rules": {
                    "authorization_code": {
                        "supports_minting": ["access_token", "refresh_token", "id_token"],
                        "max_usage": 1,
                    },
                    "access_token": {},
                    "refresh_token": {"supports_minting": ["access_token", "refresh_token"]},
                },
                "expires_in": 43200,
            }
        },
    },
}

server = Server(OPConfiguration(CONFIGURATION, domain=HOST, port=PORT))
context = server.context
with open(sys.argv[2], encoding="utf-8") as file:
    for client in json.load(file):
        context.cdb[client["id"]] = {
            "client_id": client["id"],
            # Base and query, the form in which its registration endpoint stores them.
            "redirect_uris": [
                (base, query or {}) for base, query in map(split_uri, client["redirect_uris"])
            ],
            "response_types_supported": ["code"],
            "allowed_scopes": ["openid", "profile", "offline_access"],
            **(
                {"client_secret": client["secret"], "token_endpoint_client_authn_method": SECRETS}
                if "secret" in client
                else {"token_endpoint_client_authn_method": ["public"]}
            ),
        }

app = Flask(__name__)


def answered(endpoint, asked, error="", **arguments):
    told = endpoint.do_response(request=asked, error=error, **arguments)
    if told.get("response_placement", endpoint.response_placement) == "url":
        response = redirect(told["response"])
    else:
        response = make_response(told["response"], told.get("response_code", 400 if error else 200))
        for name, value in told["http_headers"]:
            response.headers[name] = value
    for cookie in told.get("cookie", []):
        response.set_cookie(cookie["name"], cookie["value"])
    return response


def served(name):
    endpoint = server.get_endpoint(name)
    http_info = {
        "headers": {key.lower(): value for key, value in request.headers.items()},
        "method": request.method,
        "url": request.url,
        "cookie": [],
    }
    asked = (request.args if request.method == "GET" else request.form).to_dict()
    try:
        asked = endpoint.parse_request(asked, http_info=http_info)
    except (ClientAuthenticationError, FailedAuthentication, UnknownClient) as error:
        return {"error": "invalid_client", "error_description": str(error)}, 401
    except Exception as error:
        return {"error": "invalid_request", "error_description": str(error)}, 400
    if isinstance(asked, ResponseMessage) and "error" in asked:
        return make_response(asked.to_json(), 400, {"Content-Type": "application/json"})
    if isinstance(endpoint, Token):
        asked = AccessTokenRequest(**asked) if asked.get("grant_type") == "authorization_code" else asked
    arguments = endpoint.process_request(asked, http_info=http_info)
    if isinstance(arguments, ResponseMessage) and "error" in arguments:
        return make_response(arguments.to_json(), 400, {"Content-Type": "application/json"})
    if "redirect_location" in arguments:
        return redirect(arguments["redirect_location"])
    if "http_response" in arguments:
        return make_response(arguments["http_response"], 200)
    return answered(endpoint, asked, **arguments)


for path, name, methods in (
    ("/authorization", "authorization", ["GET"]),
    ("/token", "token", ["POST"]),
    ("/userinfo", "userinfo", ["GET", "POST"]),
    ("/introspection", "introspection", ["POST"]),
    ("/revocation", "token_revocation", ["POST"]),
    ("/.well-known/openid-configuration", "provider_config", ["GET"]),
):
    app.add_url_rule(path, name, served, methods=methods, defaults={"name": name})

logging.getLogger("werkzeug").setLevel(logging.WARNING)
logging.getLogger("idpyoidc").setLevel(logging.CRITICAL)
listener = make_server(HOST, PORT, app, threaded=True)
print(f"ready {BASE}", flush=True)
listener.serve_forever()
