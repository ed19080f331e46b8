import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPostgres, type TestPostgres } from '#test-support';
import { Database } from './database.ts';

/** A server that accepts connections and never says a word. */
async function startMuteServer() {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    connectionString: `postgresql://cartwise:x@127.0.0.1:${port}/postgres`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('a database that hangs', () => {
  let server: TestPostgres;
  let database: Database;

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({
      connectionString: server.connectionString,
      poolSizeMax: 1,
      statementTimeoutMs: 200,
    });
  });
  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('fails to open when nothing answers', async () => {
    await using mute = await startMuteServer();
    await expect(Database.open({ connectionString: mute.connectionString })).rejects.toThrow('timeout');
  }, 20_000);

  it('fails the statement that takes too long, and serves the next one', async () => {
    await expect(database.query('SELECT pg_sleep(60)')).rejects.toMatchObject({ code: '57014' });
    await expect(database.query('SELECT 1 AS one')).resolves.toEqual([{ one: 1 }]);
  });

  it('rolls back the transaction whose statement takes too long', async () => {
    const hung = database.transaction(async (sql) => {
      await sql.query('CREATE TABLE half_done ()');
      await sql.query('SELECT pg_sleep(60)');
    });
    await expect(hung).rejects.toMatchObject({ code: '57014' });
    await expect(database.query(`SELECT to_regclass('half_done') AS made`)).resolves.toEqual([
      { made: null },
    ]);
  });

  it('fails a caller that waits too long for a connection', async () => {
    let free: () => void = () => undefined;
    const held = database.transaction(() => new Promise<void>((resolve) => (free = resolve)));
    await expect(database.query('SELECT 1')).rejects.toThrow('timeout exceeded when trying to connect');
    free();
    await held;
  }, 20_000);

  it('does not hold migrations to the limit of a statement', async () => {
    await using strict = {
      database: await Database.open({
        connectionString: server.connectionString,
        statementTimeoutMs: 1,
        migrationTimeoutMs: 60_000,
      }),
      [Symbol.asyncDispose]: () => strict.database.close(),
    };
    await expect(strict.database.query('SELECT pg_sleep(60)')).rejects.toMatchObject({ code: '57014' });
  });
});
