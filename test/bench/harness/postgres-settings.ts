import { Database } from '#database';
import type { Figures } from '../bench.ts';

const SETTINGS = ['fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'server_version'];

/** The server's settings that decide what "durable" costs, as it tells them itself. */
export async function postgresSettings(connectionString: string): Promise<Figures> {
  const database = await Database.open({ connectionString });
  try {
    const rows = await database.query<{ name: string; value: string }>(
      `SELECT name, current_setting(name) AS value FROM unnest($1::text[]) AS name`,
      [SETTINGS],
    );
    return Object.fromEntries(rows.map(({ name, value }) => [`postgres_${name}`, value]));
  } finally {
    await database.close();
  }
}
