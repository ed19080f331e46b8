import type { Database, Sql } from '../connection/database.ts';
import { deleteInBatches } from '../connection/delete-in-batches.ts';
import { LEDGER_KEPT_DAYS } from '../upkeep/retention.ts';
import { eventHash } from './event-hash.ts';

interface Identified {
  readonly shopId: string;
  readonly eventId: string;
}

/**
 * Keeps, in order, the events that this consumer group has not applied yet, and marks them applied in the same
 * transaction. A second copy within the batch is left out too.
 */
export async function takeUnapplied<E extends Identified>(
  sql: Sql,
  group: string,
  events: readonly E[],
): Promise<E[]> {
  const byHash = new Map<string, E>();
  for (const event of events) {
    const key = eventHash(event.shopId, event.eventId);
    if (!byHash.has(key)) byHash.set(key, event);
  }
  if (byHash.size === 0) return [];
  // Sorted, so that two transactions that share ids wait for each other and never deadlock. Nearly always all are
  // new: then the count says it, and their hashes need not come back.
  const [taken] = await sql.query<{ fresh: number; hashes: readonly string[] | null }>(
    `WITH fresh AS (
       INSERT INTO applied_event (consumer_group, event_hash)
       SELECT $1, event_hash FROM unnest($2::uuid[]) AS event_hash
       ON CONFLICT DO NOTHING
       RETURNING event_hash
     )
     SELECT count(*)::int AS fresh,
       CASE WHEN count(*) < $3 THEN array_agg(replace(event_hash::text, '-', '')) END AS hashes
     FROM fresh`,
    [group, [...byHash.keys()].sort(), byHash.size],
  );
  if (taken?.fresh === byHash.size) return [...byHash.values()];
  const freshHashes = new Set(taken?.hashes);
  return [...byHash].filter(([key]) => freshHashes.has(key)).map(([, event]) => event);
}

/** The ids among these that the group has applied. */
export async function findApplied(
  sql: Sql,
  group: string,
  events: readonly Identified[],
): Promise<ReadonlySet<string>> {
  if (events.length === 0) return new Set();
  const byHash = new Map(events.map((event) => [eventHash(event.shopId, event.eventId), event.eventId]));
  const found = await sql.query<{ event_hash: string }>(
    `SELECT replace(event_hash::text, '-', '') AS event_hash FROM applied_event
     WHERE consumer_group = $1 AND event_hash = ANY($2::uuid[])`,
    [group, [...byHash.keys()]],
  );
  return new Set(found.map((row) => byHash.get(row.event_hash) ?? ''));
}

/** Forgets ids older than the ledger's window; returns how many. */
export async function forgetOldApplied(database: Database): Promise<number> {
  return deleteInBatches(database, {
    table: 'applied_event',
    condition: 'applied_at < now() - make_interval(days => $1)',
    values: [LEDGER_KEPT_DAYS],
    exclusive: false,
  });
}
