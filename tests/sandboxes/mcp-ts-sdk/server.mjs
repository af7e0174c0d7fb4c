// The authorization server of the MCP TypeScript SDK with fixed test clients, on 127.0.0.1 only.
// Usage: node server.mjs PORT CLIENTS, from a folder that holds its packages.
//
// The SDK checks the request, the redirect URI, the client's secret and PKCE. What a code is bound
// to, and tokens, are the application's; they are kept here as its interface describes them. A user
// is logged in already and agrees to everything. Its rate limits are off.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { InvalidGrantError, InvalidScopeError, InvalidTokenError } from '@modelcontextprotocol/sdk/server/auth/errors.js';
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import { mcpAuthRouter } from '@modelcontextprotocol/sdk/server/auth/router.js';
import express from 'express';

const HOST = '127.0.0.1';
const port = Number(process.argv[2]);
const base = `http://${HOST}:${port}`;

const SCOPES = ['read', 'write'];
const clients = new Map(
  JSON.parse(readFileSync(process.argv[3])).map(({ id, secret, redirect_uris }) => [
    id,
    { client_id: id, client_secret: secret, redirect_uris },
  ]),
);
const codes = new Map();
const accessTokens = new Map();
const refreshTokens = new Map();

const issue = (client, scopes) => {
  const [access, refresh] = [randomUUID(), randomUUID()];
  const expiresAt = Math.floor(Date.now() / 1000) + 3600;
  accessTokens.set(access, { token: access, clientId: client.client_id, scopes, expiresAt });
  refreshTokens.set(refresh, { clientId: client.client_id, scopes });
  return { access_token: access, token_type: 'bearer', expires_in: 3600, refresh_token: refresh, scope: scopes.join(' ') };
};

// What is stored under that key, if it is that client's.
const owned = (store, key, client, what) => {
  const found = store.get(key);
  if (!found || found.clientId !== client.client_id) throw new InvalidGrantError(`there is no such ${what}`);
  return found;
};

const provider = {
  clientsStore: { getClient: async (id) => clients.get(id) },
  async authorize(client, params, response) {
    const scopes = params.scopes ?? ['read'];
    const target = new URL(params.redirectUri);
    if (params.state !== undefined) target.searchParams.set('state', params.state);
    const unknown = scopes.find((scope) => !SCOPES.includes(scope));
    if (unknown !== undefined) throw new InvalidScopeError(`there is no scope ${unknown}`);
    const code = randomUUID();
    codes.set(code, { clientId: client.client_id, ...params, scopes, expires: Date.now() + 60_000 });
    target.searchParams.set('code', code);
    response.redirect(target.href);
  },
  async challengeForAuthorizationCode(client, code) {
    return owned(codes, code, client, 'code').codeChallenge;
  },
  async exchangeAuthorizationCode(client, code, _verifier, redirectUri) {
    const found = owned(codes, code, client, 'code');
    codes.delete(code);
    if (found.expires < Date.now() || found.redirectUri !== redirectUri) {
      throw new InvalidGrantError('the code has expired or was issued for another redirect URI');
    }
    return issue(client, found.scopes);
  },
  async exchangeRefreshToken(client, refreshToken, scopes) {
    const found = owned(refreshTokens, refreshToken, client, 'refresh token');
    if (scopes?.some((scope) => !found.scopes.includes(scope))) {
      throw new InvalidScopeError('the scope goes beyond what was granted');
    }
    refreshTokens.delete(refreshToken);
    return issue(client, scopes ?? found.scopes);
  },
  async verifyAccessToken(token) {
    const found = accessTokens.get(token);
    if (!found) throw new InvalidTokenError('there is no such token');
    return found;
  },
  async revokeToken(client, { token }) {
    for (const store of [accessTokens, refreshTokens]) {
      if (store.get(token)?.clientId === client.client_id) store.delete(token);
    }
  },
};

const unlimited = { rateLimit: false };
const app = express();
app.use(
  mcpAuthRouter({
    provider,
    issuerUrl: new URL(base),
    scopesSupported: SCOPES,
    authorizationOptions: unlimited,
    tokenOptions: unlimited,
    revocationOptions: unlimited,
  }),
);
app.all('/me', requireBearerAuth({ verifier: provider }), (request, response) => response.json(request.auth));
app.get('/ready', (_request, response) => response.send('ready'));

app.listen(port, HOST, () => console.log(`ready ${base}`));
