import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';

/**
 * Below what systems give to port 0 and to outgoing connections (from 32,768 on Linux): nobody is given the port by
 * chance between the look and its use.
 */
const PORTS = { from: 20_000, to: 32_000 };
const TRIES_MAX = 100;

/** A port of the loopback that nobody listens on now. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < TRIES_MAX; tried++) {
    const port = randomInt(PORTS.from, PORTS.to);
    if (await isFree(port)) return port;
  }
  throw new Error('no free port');
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
