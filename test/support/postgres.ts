import { mkdtemp, readdir, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isAlive, startEmbeddedPostgres, stopLeftPostgres } from '#database';

/** A real PostgreSQL of the test's own, empty, gone when disposed. Tests crash processes, never the machine. */
export interface TestPostgres extends AsyncDisposable {
  readonly connectionString: string;
}

/** Its folder is named after the process it serves. */
const PREFIX = 'cartwise-test-postgres-';
let leftovers: Promise<void> | undefined;

export async function startPostgres(): Promise<TestPostgres> {
  await (leftovers ??= removeLeftovers(tmpdir()));
  const directory = await mkdtemp(path.join(tmpdir(), `${PREFIX}${process.pid}-`));
  // PostgreSQL may run as another user than the test.
  await chmod(directory, 0o755);
  const server = await startEmbeddedPostgres({
    directory,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '100' },
  });
  return {
    connectionString: server.connectionString,
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Ends the servers of test processes that were killed: nobody else would. */
export async function removeLeftovers(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(PREFIX));
  for (const name of names) {
    const owner = Number(name.slice(PREFIX.length).split('-')[0]);
    if (!(owner > 0) || isAlive(owner)) continue;
    const directory = path.join(folder, name);
    // Another test process may be removing the same one.
    await stopLeftPostgres(directory).catch(() => undefined);
    await rm(directory, { recursive: true, force: true }).catch(() => undefined);
  }
}
