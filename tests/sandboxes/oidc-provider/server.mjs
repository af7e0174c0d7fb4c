// node-oidc-provider 6, 8 or 9 with fixed test clients, on 127.0.0.1 only.
// Usage: node server.mjs PORT, from a folder that holds node_modules/oidc-provider.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const HOST = '127.0.0.1';

const port = Number(process.argv[2]);
if (!Number.isInteger(port) || port < 1 || port > 65535) {
  console.error('usage: node server.mjs PORT');
  process.exit(2);
}
const base = `http://${HOST}:${port}`;

// The provider announces its development defaults through these two, partly
// on stdout; errors are still reported (see server_error below).
console.info = () => {};
console.warn = () => {};

const fromHere = createRequire(join(process.cwd(), 'server.mjs'));
let entry;
try {
  entry = fromHere.resolve('oidc-provider');
} catch {
  console.error(`oidc-provider is not installed in ${process.cwd()}; run the install script`);
  process.exit(1);
}
const { default: exported } = await import(pathToFileURL(entry).href);
// Version 6 names the class in its exports and gives the handler as a property,
// the later ones export the class itself and give the handler by a call.
const six = 'Provider' in exported;
const Provider = six ? exported.Provider : exported;

const web = (id, ...redirectUris) => ({
  client_id: id,
  client_secret: `${id}-secret`,
  redirect_uris: redirectUris,
  grant_types: ['authorization_code'],
  response_types: ['code'],
  token_endpoint_auth_method: 'client_secret_basic',
});

const native = (id, ...redirectUris) => ({
  client_id: id,
  application_type: 'native',
  redirect_uris: redirectUris,
  grant_types: ['authorization_code'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
});

const provider = new Provider(base, {
  clients: [
    web('app', 'https://app.example/callback'),
    web('app-query', 'https://app.example/callback?a=b&c=d'),
    web('app-port', 'https://app.example:8443/callback'),
    web('app-several', 'https://app.example/callback', 'https://app.example/second'),
    web('app-slash', 'https://app.example/callback/'),
    native('native', 'http://127.0.0.1/callback'),
    native('native-scheme', 'com.example.app://localhost/callback'),
  ],
  cookies: { keys: [randomBytes(32).toString('hex')] },
  pkce: { required: () => false },
});
provider.on('server_error', (_ctx, error) => console.error(error));

const server = createServer(six ? provider.callback : provider.callback());
server.on('error', (error) => {
  const why = error.code === 'EADDRINUSE' ? `port ${port} is already in use` : error.message;
  console.error(why);
  process.exit(1);
});
server.listen(port, HOST, () => process.stdout.write(`ready ${base}\n`));

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => process.exit(0));
}
