// @node-oauth/oauth2-server under Express with fixed test clients, on 127.0.0.1 only.
// Usage: node server.mjs PORT CLIENTS, from a folder that holds its packages.
//
// A user is logged in already and agrees to everything. The library compares redirect URIs itself
// (string equality) and checks PKCE; looking a client up with its secret, and storing and ending
// codes and tokens, is the application's, done here as its guide to the model says.
import { readFileSync } from 'node:fs';
import express from 'express';
import OAuthServer from '@node-oauth/express-oauth-server';

const HOST = '127.0.0.1';
const port = Number(process.argv[2]);
const clients = new Map(JSON.parse(readFileSync(process.argv[3])).map((client) => [client.id, client]));

const SCOPES = ['read', 'write'];
const user = { id: 'litmus-user' };
const codes = new Map();
const accessTokens = new Map();
const refreshTokens = new Map();

const model = {
  // The authorization endpoint asks with null, the token endpoint with whatever secret came.
  async getClient(id, secret) {
    const client = clients.get(id);
    if (!client || (secret !== null && secret !== client.secret)) return false;
    return { id, redirectUris: client.redirect_uris, grants: ['authorization_code', 'refresh_token'] };
  },
  async validateScope(_user, _client, scope) {
    return scope?.every((one) => SCOPES.includes(one)) ? scope : false;
  },
  async saveAuthorizationCode(code, client, owner) {
    const saved = { ...code, client, user: owner };
    codes.set(code.authorizationCode, saved);
    return saved;
  },
  async getAuthorizationCode(code) {
    return codes.get(code);
  },
  async revokeAuthorizationCode(code) {
    return codes.delete(code.authorizationCode);
  },
  async saveToken(token, client, owner) {
    const saved = { ...token, client, user: owner };
    accessTokens.set(token.accessToken, saved);
    refreshTokens.set(token.refreshToken, saved);
    return saved;
  },
  async getAccessToken(token) {
    return accessTokens.get(token);
  },
  async getRefreshToken(token) {
    return refreshTokens.get(token);
  },
  async revokeToken(token) {
    return refreshTokens.delete(token.refreshToken);
  },
  async verifyScope(token, scope) {
    return scope.every((one) => token.scope?.includes(one));
  },
};

const oauth = new OAuthServer({
  model,
  // A public client has no secret to show; the model above refuses the others without theirs.
  requireClientAuthentication: { authorization_code: false, refresh_token: false },
});

const app = express();
app.use(express.urlencoded({ extended: false }));
app.get('/authorize', oauth.authorize({ authenticateHandler: { handle: () => user } }));
app.post('/token', oauth.token());
app.all('/me', oauth.authenticate(), (_request, response) => response.json(response.locals.oauth.token.user));
app.get('/ready', (_request, response) => response.send('ready'));

app.listen(port, HOST, () => console.log(`ready http://${HOST}:${port}`));
