import type { Database } from './database.ts';

/** What to delete, as parts of SQL that the stores write themselves. */
export interface Deletion {
  readonly table: string;
  /** Holds for the rows to delete; its values are $1, $2 … */
  readonly condition: string;
  readonly values: readonly unknown[];
  /** Holds off everyone who writes to the table, for the time of one batch. */
  readonly exclusive: boolean;
}

/** Blocks of 8 KB in one transaction: at most a few thousand rows, some ten milliseconds. */
const BLOCKS_PER_BATCH = 128;

/**
 * Deletes from a large table in one pass over its blocks, one short transaction after another, without an index on what
 * is old; returns how many rows. Rows written meanwhile may be left for the next time.
 */
export async function deleteInBatches(database: Database, deletion: Deletion): Promise<number> {
  const [size] = await database.query<{ blocks: number }>(
    `SELECT (pg_relation_size($1::regclass) / current_setting('block_size')::int)::int AS blocks`,
    [deletion.table],
  );
  let deleted = 0;
  for (let block = 0; block < (size?.blocks ?? 0); block += BLOCKS_PER_BATCH)
    deleted += await deleteBatch(database, deletion, block);
  return deleted;
}

async function deleteBatch(database: Database, deletion: Deletion, firstBlock: number): Promise<number> {
  const { table, condition, values, exclusive } = deletion;
  // Numbers that we counted ourselves; a parameter would keep the planner from reading the range alone.
  const rows = `${table} WHERE ctid >= '(${firstBlock},0)' AND ctid < '(${firstBlock + BLOCKS_PER_BATCH},0)'
                AND (${condition})`;
  if (exclusive) {
    const [found] = await database.query(`SELECT 1 FROM ${rows} LIMIT 1`, values);
    if (found === undefined) return 0;
  }
  return database.transaction(async (sql) => {
    if (exclusive) await sql.query(`LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`);
    const [gone] = await sql.query<{ count: number }>(
      `WITH gone AS (DELETE FROM ${rows} RETURNING 1) SELECT count(*)::int AS count FROM gone`,
      values,
    );
    return gone?.count ?? 0;
  });
}
