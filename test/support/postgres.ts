import { mkdtemp, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '#database';

/** A real PostgreSQL of the test's own, empty, gone when disposed. Tests crash processes, never the machine. */
export interface TestPostgres extends AsyncDisposable {
  readonly connectionString: string;
}

export async function startPostgres(): Promise<TestPostgres> {
  const directory = await mkdtemp(path.join(tmpdir(), 'cartwise-test-postgres-'));
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
