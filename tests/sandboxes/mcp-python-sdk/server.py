"""The authorization server of the MCP Python SDK with fixed test clients, on 127.0.0.1 only.

Usage: server.py PORT CLIENTS

The SDK checks the request, the redirect URI, the client's secret, PKCE and what a code is bound to.
Storing codes and tokens, and ending them, is the application's, done here as its interface says.
A user is logged in already and agrees to everything.
"""

import json
import secrets
import sys
import time

import uvicorn
from mcp.server.auth.middleware.bearer_auth import BearerAuthBackend, RequireAuthMiddleware
from mcp.server.auth.provider import (
    AccessToken,
    AuthorizationCode,
    ProviderTokenVerifier,
    RefreshToken,
    construct_redirect_uri,
)
from mcp.server.auth.routes import create_auth_routes
from mcp.server.auth.settings import ClientRegistrationOptions, RevocationOptions
from mcp.shared.auth import OAuthClientInformationFull, OAuthToken
from pydantic import AnyHttpUrl
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.responses import JSONResponse
from starlette.routing import Route

HOST = "127.0.0.1"
PORT = int(sys.argv[1])
BASE = f"http://{HOST}:{PORT}"

with open(sys.argv[2], encoding="utf-8") as file:
    CLIENTS = {
        client["id"]: OAuthClientInformationFull(
            client_id=client["id"],
            client_secret=client.get("secret"),
            redirect_uris=client["redirect_uris"],
            scope="read write",
            token_endpoint_auth_method="client_secret_post" if "secret" in client else "none",
        )
        for client in json.load(file)
    }


class Provider:
    def __init__(self):
        self.codes, self.access_tokens, self.refresh_tokens = {}, {}, {}

    async def get_client(self, client_id):
        return CLIENTS.get(client_id)

    async def authorize(self, client, params):
        code = AuthorizationCode(
            code=secrets.token_urlsafe(32),
            scopes=params.scopes or ["read"],
            expires_at=time.time() + 300,
            client_id=client.client_id,
            code_challenge=params.code_challenge,
            redirect_uri=params.redirect_uri,
            redirect_uri_provided_explicitly=params.redirect_uri_provided_explicitly,
        )
        self.codes[code.code] = code
        return construct_redirect_uri(str(params.redirect_uri), code=code.code, state=params.state)

    async def load_authorization_code(self, _client, code):
        return self.codes.get(code)

    async def exchange_authorization_code(self, client, code):
        del self.codes[code.code]
        return self.issue(client, code.scopes)

    async def load_refresh_token(self, _client, token):
        return self.refresh_tokens.get(token)

    async def exchange_refresh_token(self, client, token, scopes):
        self.drop(token)
        return self.issue(client, scopes)

    async def load_access_token(self, token):
        found = self.access_tokens.get(token)
        return found if found and found.expires_at > time.time() else None

    async def revoke_token(self, token):
        self.drop(token)

    # Both tokens of a pair go together, as the interface advises.
    def issue(self, client, scopes):
        pair = secrets.token_urlsafe(32)
        access = AccessToken(
            token=f"a.{pair}", client_id=client.client_id, scopes=scopes, expires_at=int(time.time()) + 3600
        )
        refresh = RefreshToken(token=f"r.{pair}", client_id=client.client_id, scopes=scopes)
        self.access_tokens[access.token], self.refresh_tokens[refresh.token] = access, refresh
        return OAuthToken(
            access_token=access.token,
            expires_in=3600,
            refresh_token=refresh.token,
            scope=" ".join(scopes),
        )

    def drop(self, token):
        pair = token.token[2:]
        self.access_tokens.pop(f"a.{pair}", None)
        self.refresh_tokens.pop(f"r.{pair}", None)


provider = Provider()


async def me(scope, receive, send):
    await JSONResponse({"client": scope["user"].username})(scope, receive, send)


async def ready(_request):
    return JSONResponse("ready")


app = Starlette(
    routes=[
        *create_auth_routes(
            provider,
            AnyHttpUrl(BASE),
            client_registration_options=ClientRegistrationOptions(valid_scopes=["read", "write"]),
            revocation_options=RevocationOptions(enabled=True),
        ),
        Route("/me", RequireAuthMiddleware(me, required_scopes=["read"])),
        Route("/ready", ready),
    ],
    middleware=[
        Middleware(AuthenticationMiddleware, backend=BearerAuthBackend(ProviderTokenVerifier(provider)))
    ],
)


class Server(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        print(f"ready {BASE}", flush=True)


Server(uvicorn.Config(app, host=HOST, port=PORT, log_level="warning")).run()
