// @jmondi/oauth2-server under Express with fixed test clients, on 127.0.0.1 only.
// Usage: node server.mjs PORT CLIENTS, from a folder that holds its packages.
//
// A user is logged in already and agrees to everything. The repositories are maps, as in the
// example of its README; PKCE, which it requires unless told otherwise, is left to the client.
// Whether a client's secret is right is asked of the application, so it is compared here.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AuthorizationServer, DateInterval } from '@jmondi/oauth2-server';
import { handleExpressError, handleExpressResponse, requestFromExpress } from '@jmondi/oauth2-server/express';
import express from 'express';

const HOST = '127.0.0.1';
const port = Number(process.argv[2]);

const scopes = [{ name: 'read' }, { name: 'write' }];
const clients = new Map(
  JSON.parse(readFileSync(process.argv[3])).map(({ id, secret, redirect_uris: redirectUris }) => [
    id,
    {
      id,
      name: id,
      secret,
      redirectUris,
      // Revocation and introspection are for clients with the third of them.
      allowedGrants: ['authorization_code', 'refresh_token', ...(secret ? ['client_credentials'] : [])],
      scopes,
    },
  ]),
);
const user = { id: 'litmus-user' };
const codes = new Map();
const tokens = new Map(); // by access token
const inAnHour = () => new Date(Date.now() + 3_600_000);

const clientRepository = {
  getByIdentifier: async (id) => clients.get(id),
  isClientValid: async (grant, client, secret) =>
    (client.secret === undefined || client.secret === secret) && client.allowedGrants.includes(grant),
};
const tokenRepository = {
  issueToken: async (client, scopes, owner) => ({
    accessToken: randomUUID(),
    accessTokenExpiresAt: inAnHour(),
    client,
    user: owner,
    scopes,
  }),
  issueRefreshToken: async (token) => {
    token.refreshToken = randomUUID();
    token.refreshTokenExpiresAt = new DateInterval('30d').getEndDate();
    tokens.set(token.accessToken, token);
    return token;
  },
  persist: async (token) => void tokens.set(token.accessToken, token),
  revoke: async (token) => {
    token.accessTokenExpiresAt = new Date(0);
    token.refreshTokenExpiresAt = new Date(0);
    tokens.set(token.accessToken, token);
  },
  revokeDescendantsOf: async (code) => {
    for (const token of tokens.values()) {
      if (token.originatingAuthCodeId === code) await tokenRepository.revoke(token);
    }
  },
  isRefreshTokenRevoked: async (token) => Date.now() > (token.refreshTokenExpiresAt?.getTime() ?? 0),
  getByRefreshToken: async (refreshToken) => {
    const found = [...tokens.values()].find((token) => token.refreshToken === refreshToken);
    if (!found) throw new Error('there is no such refresh token');
    return found;
  },
  getByAccessToken: async (accessToken) => {
    const found = tokens.get(accessToken);
    if (!found) throw new Error('there is no such access token');
    return found;
  },
};
const scopeRepository = {
  getAllByIdentifiers: async (names) => scopes.filter(({ name }) => names.includes(name)),
  finalize: async (asked) => asked,
};
const authCodeRepository = {
  getByIdentifier: async (code) => codes.get(code),
  issueAuthCode: (client, owner, scopes) => ({ code: randomUUID(), client, user: owner, scopes, expiresAt: inAnHour() }),
  persist: async (code) => void codes.set(code.code, code),
  isRevoked: async (code) => Date.now() > (codes.get(code)?.expiresAt.getTime() ?? 0),
  revoke: async (code) => void (codes.get(code).expiresAt = new Date(0)),
};
const userRepository = { getUserByCredentials: async () => user };

const server = new AuthorizationServer(clientRepository, tokenRepository, scopeRepository, randomUUID(), {
  requiresPKCE: false,
});
server.enableGrantTypes('refresh_token', { grant: 'authorization_code', authCodeRepository, userRepository });

const answered = (answer) => async (request, response) => {
  try {
    handleExpressResponse(response, await answer(requestFromExpress(request)));
  } catch (error) {
    handleExpressError(error, response);
  }
};

const app = express();
app.use(express.json(), express.urlencoded({ extended: false }));
app.get(
  '/authorize',
  answered(async (request) => {
    const asked = await server.validateAuthorizationRequest(request);
    asked.user = user;
    asked.isAuthorizationApproved = true;
    return server.completeAuthorizationRequest(asked);
  }),
);
app.post('/token', answered((request) => server.respondToAccessTokenRequest(request)));
app.post('/token/revoke', answered((request) => server.revoke(request)));
app.post('/token/introspect', answered((request) => server.introspect(request)));
app.get('/ready', (_request, response) => response.send('ready'));

app.listen(port, HOST, () => console.log(`ready http://${HOST}:${port}`));
