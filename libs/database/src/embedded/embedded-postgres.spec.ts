import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startEmbeddedPostgres, stopLeftPostgres } from './embedded-postgres.ts';
import { freePort } from './free-port.ts';
import { isAlive } from './is-alive.ts';

/** As the server sees it; null over a Unix socket. */
async function serverAddress(connectionString: string): Promise<string | null> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ host: string | null }>('SELECT host(inet_server_addr()) AS host');
    return rows[0]?.host ?? null;
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  let directory: string;
  let pidFile: string;
  const start = () => startEmbeddedPostgres({ directory, settings: { fsync: 'off' } });
  const portOf = (connectionString: string) => Number(new URL(connectionString).port);

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'cartwise-embedded-postgres-'));
    await chmod(directory, 0o755);
    pidFile = path.join(directory, 'data', 'postmaster.pid');
  });
  afterEach(async () => {
    await stopLeftPostgres(directory);
    await rm(directory, { recursive: true, force: true });
  });

  /** As a crash leaves the file: number and port are of others by now. */
  async function leavePidFile(pid: number, port: number): Promise<void> {
    const data = path.join(directory, 'data');
    await writeFile(pidFile, `${pid}\n${data}\n1700000000\n${port}\n\n127.0.0.1\n`);
  }

  it('is taken over where it still runs', async () => {
    const first = await start();
    const second = await start();
    expect(second.connectionString).toBe(first.connectionString);
    await second.stop();
  }, 30_000);

  it('is started anew where its number belongs to another program by now', async () => {
    await (await start()).stop();
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    try {
      await leavePidFile(other.pid ?? 0, await freePort());
      const server = await start();
      expect(Number((await readFile(pidFile, 'utf8')).split('\n')[0])).not.toBe(other.pid);
      await server.stop();
      expect(isAlive(other.pid ?? 0)).toBe(true);
    } finally {
      other.kill('SIGKILL');
    }
  }, 30_000);

  it('is started anew where its port answers, but not as a PostgreSQL', async () => {
    await (await start()).stop();
    const greeter = createServer((socket) =>
      socket
        .on('error', () => undefined)
        .resume()
        .end('220 mail\r\n'),
    );
    await new Promise<void>((resolve) => greeter.listen(0, '127.0.0.1', resolve));
    const { port } = greeter.address() as AddressInfo;
    try {
      await leavePidFile(process.pid, port);
      const server = await start();
      expect(portOf(server.connectionString)).not.toBe(port);
      await server.stop();
    } finally {
      await new Promise((resolve) => greeter.close(resolve));
    }
  }, 30_000);

  it('is reached by its Unix socket, and by the loopback', async () => {
    const server = await start();
    const overTcp = new URL(server.connectionString);
    overTcp.search = '';
    const addresses = await Promise.all([server.connectionString, overTcp.href].map(serverAddress));
    expect(addresses).toEqual([null, '127.0.0.1']);
    await server.stop();
  }, 30_000);

  it('is reached by the loopback where the path is too long for a socket', async () => {
    directory = path.join(directory, 'x'.repeat(100));
    const server = await start();
    expect(await serverAddress(server.connectionString)).toBe('127.0.0.1');
    await server.stop();
  }, 30_000);

  it('can be stopped by another process than the one that started it', async () => {
    await start();
    await stopLeftPostgres(directory);
    await expect(stat(pidFile)).rejects.toThrow('ENOENT');
  }, 30_000);
});
