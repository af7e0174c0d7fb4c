// Better Auth with its OAuth provider and fixed test clients, on 127.0.0.1 only.
// Usage: node server.mjs PORT CLIENTS, from a folder that holds its packages.
//
// Storage is in memory, the login page is the application's: the plain form below. Clients are
// created as its documentation shows, with ids and secrets of our choice, and need no consent. It
// counts requests only in production, so its limits are off.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { oauthProvider } from '@better-auth/oauth-provider';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { toNodeHandler } from 'better-auth/node';
import { jwt } from 'better-auth/plugins';

const HOST = '127.0.0.1';
const port = Number(process.argv[2]);
const base = `http://${HOST}:${port}`;
const clients = JSON.parse(readFileSync(process.argv[3]));
const SCOPES = ['openid', 'profile', 'email', 'offline_access'];

const tables = ['user', 'session', 'account', 'verification', 'jwks'];
const oauthTables = ['Client', 'RefreshToken', 'AccessToken', 'Consent', 'Resource', 'ClientResource', 'ClientAssertion'];
const database = Object.fromEntries([...tables, ...oauthTables.map((name) => `oauth${name}`)].map((name) => [name, []]));

let creating;
const auth = betterAuth({
  baseURL: base,
  secret: randomBytes(32).toString('hex'),
  database: memoryAdapter(database),
  emailAndPassword: { enabled: true },
  telemetry: { enabled: false },
  rateLimit: { enabled: false },
  plugins: [
    jwt(),
    oauthProvider({
      loginPage: '/sign-in',
      consentPage: '/consent',
      scopes: SCOPES,
      generateClientId: () => creating.id,
      generateClientSecret: () => creating.secret,
    }),
  ],
});

const signedUp = await auth.api.signUpEmail({
  body: { name: 'A User', email: 'user@app.example', password: 'litmus-password' },
  asResponse: true,
});
const headers = new Headers({ Cookie: signedUp.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ') });
for (creating of clients) {
  await auth.api.adminCreateOAuthClient({
    headers,
    body: {
      redirect_uris: creating.redirect_uris,
      token_endpoint_auth_method: creating.secret ? 'client_secret_basic' : 'none',
      application_type: creating.secret ? 'web' : 'native',
      grant_types: ['authorization_code', 'refresh_token'],
      scope: SCOPES.join(' '),
      skip_consent: true,
    },
  });
}

const form = `<!doctype html><title>Sign in</title>
<form method="post" action="/sign-in"><input name="email"><input name="password" type="password">
<button name="sign-in">Sign in</button></form>`;

const signIn = async (request, response) => {
  if (request.method !== 'POST') {
    return response.writeHead(200, { 'Content-Type': 'text/html' }).end(form);
  }
  let typed = '';
  for await (const part of request) typed += part;
  const { email, password } = Object.fromEntries(new URLSearchParams(typed));
  const answer = await auth.api.signInEmail({ body: { email, password }, asResponse: true });
  if (!answer.ok) return response.writeHead(401, { 'Content-Type': 'text/html' }).end(form);
  return response.writeHead(303, { Location: '/ready', 'Set-Cookie': answer.headers.getSetCookie() }).end();
};

const library = toNodeHandler(auth);
createServer((request, response) => {
  const { pathname } = new URL(request.url, base);
  if (pathname === '/ready') return response.end('ready');
  if (pathname === '/sign-in') return signIn(request, response);
  return library(request, response);
}).listen(port, HOST, () => console.log(`ready ${base}`));
