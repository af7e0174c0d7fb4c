// oauth2orize under Express with fixed test clients, on 127.0.0.1 only.
// Usage: node server.mjs PORT CLIENTS, from a folder that holds its packages.
//
// A user is logged in already and agrees to everything. oauth2orize leaves to the application how
// a redirect URI is compared, how a client shows its secret, and what a code is bound to: here the
// URI is the registered string, the secret comes by HTTP Basic or in the body, and a code works
// once, for its client and redirect URI, as in the examples of its README.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import express from 'express';
import session from 'express-session';
import oauth2orize from 'oauth2orize';

const HOST = '127.0.0.1';
const port = Number(process.argv[2]);
const clients = new Map(JSON.parse(readFileSync(process.argv[3])).map((client) => [client.id, client]));

const user = { id: 'litmus-user' };
const codes = new Map();
const refreshTokens = new Map();
const secret = () => randomBytes(24).toString('base64url');

const server = oauth2orize.createServer();
server.serializeClient((client, done) => done(null, client.id));
server.deserializeClient((id, done) => done(null, clients.get(id) ?? false));

server.grant(
  oauth2orize.grant.code((client, redirectUri, owner, answer, done) => {
    const code = secret();
    codes.set(code, { client: client.id, redirectUri, scope: answer.scope, expires: Date.now() + 60_000 });
    done(null, code);
  }),
);

const tokens = (client, scope, done) => {
  const refresh = secret();
  refreshTokens.set(refresh, { client: client.id, scope });
  done(null, secret(), refresh, { expires_in: 3600 });
};

server.exchange(
  oauth2orize.exchange.code((client, code, redirectUri, done) => {
    const found = codes.get(code);
    if (!found || found.client !== client.id || found.redirectUri !== redirectUri) return done(null, false);
    codes.delete(code);
    if (found.expires < Date.now()) return done(null, false);
    return tokens(client, found.scope, done);
  }),
);

server.exchange(
  oauth2orize.exchange.refreshToken((client, refreshToken, scope, done) => {
    const found = refreshTokens.get(refreshToken);
    if (!found || found.client !== client.id) return done(null, false);
    refreshTokens.delete(refreshToken);
    return tokens(client, found.scope, done);
  }),
);

// Which client asks at the token endpoint: by HTTP Basic, or in the body.
const authenticate = (request, response, next) => {
  let { client_id: id, client_secret: given } = request.body;
  const [scheme, value] = (request.headers.authorization ?? '').split(' ');
  if (/^basic$/i.test(scheme)) {
    [id, given] = Buffer.from(value ?? '', 'base64').toString().split(':');
  }
  const client = clients.get(id);
  if (client && client.secret === given) {
    request.user = client;
    return next();
  }
  response.status(401).set('WWW-Authenticate', 'Basic realm="litmus"');
  return response.json({ error: 'invalid_client' });
};

const app = express();
app.use(express.urlencoded({ extended: false }));
app.use(session({ secret: secret(), resave: false, saveUninitialized: true }));
app.get(
  '/authorize',
  (request, _response, next) => {
    request.user = user;
    next();
  },
  server.authorize(
    (id, redirectUri, done) => {
      const client = clients.get(id);
      if (!client || !client.redirect_uris.includes(redirectUri)) return done(null, false);
      return done(null, client, redirectUri);
    },
    (_client, _user, done) => done(null, true),
  ),
  server.errorHandler({ mode: 'indirect' }),
);
app.post('/token', authenticate, server.token(), server.errorHandler());
app.get('/ready', (_request, response) => response.send('ready'));

app.listen(port, HOST, () => console.log(`ready http://${HOST}:${port}`));
