// Ports that nobody listens on, below those that systems give to outgoing connections: none of these can take a port
// between its finding and its use.

import { randomInt } from 'node:crypto';
import { type Server, createServer } from 'node:net';

/** Linux gives from 32768 up, other systems from higher still. Browsers refuse 10080. */
const LOWEST = 11_000;
const HIGHEST = 32_000;
const TRIES = 200;

/** All are held until all are found, so that no port comes twice. */
export async function freePorts(count: number): Promise<number[]> {
  const found: [number, Server][] = [];
  for (let tries = 0; found.length < count; tries += 1) {
    if (tries === TRIES) throw new Error(`no free port between ${LOWEST} and ${HIGHEST}`);
    const port = randomInt(LOWEST, HIGHEST);
    const server = await listen(port);
    if (server) found.push([port, server]);
  }
  await Promise.all(found.map(([, server]) => new Promise((closed) => server.close(closed))));
  return found.map(([port]) => port);
}

/** Nothing where the port is taken. */
function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
