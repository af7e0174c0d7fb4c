"""pyOP under Flask with fixed test clients, on 127.0.0.1 only.

Usage: server.py PORT CLIENTS

The endpoints are those of its documentation. A user is logged in already and agrees to everything.
Refresh tokens, which it issues only when their lifetime is set, live for 30 days.
"""

import json
import logging
import sys
from urllib.parse import urlencode

from flask import Flask, jsonify, make_response, redirect, request
from jwkest.jwk import RSAKey
from Cryptodome.PublicKey import RSA
from oic.oic.message import TokenErrorResponse, UserInfoErrorResponse
from pyop.access_token import AccessToken
from pyop.authz_state import AuthorizationState
from pyop.exceptions import (
    BearerTokenError,
    InvalidAccessToken,
    InvalidAuthenticationRequest,
    InvalidClientAuthentication,
    OAuthError,
)
from pyop.provider import Provider
from pyop.subject_identifier import HashBasedSubjectIdentifierFactory
from pyop.userinfo import Userinfo
from pyop.util import should_fragment_encode
from werkzeug.serving import make_server

HOST = "127.0.0.1"
PORT = int(sys.argv[1])
ISSUER = f"https://{HOST}:{PORT}"  # it takes no other; here it is asked over http
USER = "litmus-user"

with open(sys.argv[2], encoding="utf-8") as file:
    CLIENTS = {
        client["id"]: {
            "redirect_uris": client["redirect_uris"],
            "response_types": ["code"],
            **(
                {"client_secret": client["secret"], "token_endpoint_auth_method": "client_secret_basic"}
                if "secret" in client
                else {"token_endpoint_auth_method": "none"}
            ),
        }
        for client in json.load(file)
    }

provider = Provider(
    RSAKey(key=RSA.generate(2048), alg="RS256", use="sig", kid="litmus"),
    {
        "issuer": ISSUER,
        "authorization_endpoint": f"{ISSUER}/authorize",
        "token_endpoint": f"{ISSUER}/token",
        "userinfo_endpoint": f"{ISSUER}/userinfo",
        "jwks_uri": f"{ISSUER}/jwks",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "none"],
        "scopes_supported": ["openid", "profile"],
    },
    AuthorizationState(HashBasedSubjectIdentifierFactory("salt"), refresh_token_lifetime=30 * 86400),
    CLIENTS,
    Userinfo({USER: {"name": "A User"}}),
)
app = Flask(__name__)


@app.get("/authorize")
def authorize():
    try:
        asked = provider.parse_authentication_request(urlencode(request.args), request.headers)
    except InvalidAuthenticationRequest as error:
        url = error.to_error_url()
        if url:
            return redirect(url, 303)
        return make_response(f"Something went wrong: {error}", 400)
    answer = provider.authorize(asked, USER)
    return redirect(answer.request(asked["redirect_uri"], should_fragment_encode(asked)), 303)


@app.post("/token")
def token():
    try:
        answer = provider.handle_token_request(request.get_data().decode("utf-8"), request.headers)
        return jsonify(answer.to_dict())
    except InvalidClientAuthentication as error:
        refused = TokenErrorResponse(error="invalid_client", error_description=str(error))
        return refused.to_json(), 401, {"Content-Type": "application/json", "WWW-Authenticate": "Basic"}
    except OAuthError as error:
        refused = TokenErrorResponse(error=error.oauth_error, error_description=str(error))
        return refused.to_json(), 400, {"Content-Type": "application/json"}


@app.route("/userinfo", methods=["GET", "POST"])
def userinfo():
    try:
        answer = provider.handle_userinfo_request(request.get_data().decode("utf-8"), request.headers)
        return jsonify(answer.to_dict())
    except (BearerTokenError, InvalidAccessToken) as error:
        refused = UserInfoErrorResponse(error="invalid_token", error_description=str(error))
        headers = {"Content-Type": "application/json", "WWW-Authenticate": AccessToken.BEARER_TOKEN_TYPE}
        return refused.to_json(), 401, headers


@app.get("/.well-known/openid-configuration")
def configuration():
    return jsonify(provider.provider_configuration.to_dict())


@app.get("/jwks")
def jwks():
    return jsonify(provider.jwks)


logging.getLogger("werkzeug").setLevel(logging.WARNING)
listener = make_server(HOST, PORT, app, threaded=True)
print(f"ready http://{HOST}:{PORT}", flush=True)
listener.serve_forever()
