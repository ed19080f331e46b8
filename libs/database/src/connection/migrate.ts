import { connect, poolOf } from './connect.ts';

/** Any number, the same in every process: whoever holds it migrates. */
const MIGRATION_LOCK = 7_201_984;
/** One connection holds the lock, the other migrates. */
const CONNECTIONS = 2;

/** Brings the schema up to date; one process migrates, the others wait for it. */
export async function migrate(connectionString: string, statementTimeoutMs: number): Promise<void> {
  const dataSource = await connect({ connectionString, statementTimeoutMs, poolSizeMax: CONNECTIONS });
  try {
    const client = await poolOf(dataSource).connect();
    // A connection that is lost in between fails the migrations; unheard, it would end the process.
    client.on('error', () => undefined);
    try {
      await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
      await dataSource.runMigrations({ transaction: 'each' });
    } finally {
      // Closing the connection gives the lock back, whatever state it is in.
      client.release(true);
    }
  } finally {
    await dataSource.destroy();
  }
}
