// OpenAuth with fixed test clients, on 127.0.0.1 only.
// Usage: node server.mjs PORT CLIENTS, from a folder that holds its packages.
//
// OpenAuth has no list of clients: whether a redirect URI may be used is asked of one function. Its
// default takes this host and every loopback one, for any client. In a folder whose name ends in
// `-list` the function is the application's, as its documentation suggests: a list of exact URIs.
// A user is logged in already and agrees to everything.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { serve } from '@hono/node-server';
import { issuer } from '@openauthjs/openauth';
import { MemoryStorage } from '@openauthjs/openauth/storage/memory';

const HOST = '127.0.0.1';
const port = Number(process.argv[2]);
const clients = new Map(JSON.parse(readFileSync(process.argv[3])).map((client) => [client.id, client]));
const listed = basename(process.cwd()).endsWith('-list');

// Subjects are checked by a schema of the Standard Schema kind; this one takes them as they are.
const schema = { '~standard': { version: 1, vendor: 'litmus', validate: (value) => ({ value }) } };

const app = issuer({
  subjects: { user: schema },
  storage: MemoryStorage(),
  providers: {
    auto: {
      type: 'auto',
      init(route, provider) {
        route.get('/authorize', (context) => provider.success(context, { user: 'litmus-user' }));
      },
    },
  },
  success: (context, { user }) => context.subject('user', { id: user }),
  ...(listed && {
    allow: async ({ clientID, redirectURI }) => clients.get(clientID)?.redirect_uris.includes(redirectURI) ?? false,
  }),
});
app.get('/ready', (context) => context.text('ready'));

// It logs every request and every error.
console.error = () => {};
const say = console.log;
console.log = () => {};
serve({ fetch: app.fetch, hostname: HOST, port }, () => say(`ready http://${HOST}:${port}`));
