import type { Pool, PoolClient } from 'pg';

const heardByTheQuery = (): void => undefined;

/**
 * Lends a connection of the pool, and closes it instead of giving it back when the work fails: what it left open is
 * rolled back then.
 */
export async function withClient<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // A connection lost between two queries would otherwise end the process; the next query fails in its place.
  client.on('error', heardByTheQuery);
  try {
    const result = await work(client);
    client.off('error', heardByTheQuery);
    client.release();
    return result;
  } catch (error) {
    // The listener stays: the connection may still break while it closes.
    client.release(error instanceof Error ? error : true);
    throw error;
  }
}
