// oauth2-mock-server, a server for tests that takes every client and every redirect URI, on
// 127.0.0.1 only. Usage: node server.mjs PORT, from a folder that holds its packages.
import { OAuth2Server } from 'oauth2-mock-server';

const HOST = '127.0.0.1';
const port = Number(process.argv[2]);

const server = new OAuth2Server();
await server.issuer.keys.generate('RS256');
// Its own name for itself would be `localhost`.
server.issuer.url = `http://${HOST}:${port}`;
await server.start(port, HOST);
console.log(`ready http://${HOST}:${port}`);
