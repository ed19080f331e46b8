import type { Event } from '#contracts';
import { findApplied } from '../applied-events/applied-events.ts';
import type { Sql } from '../connection/database.ts';
import { DELAY_DAYS_MAX } from '../upkeep/retention.ts';
import { ARCHIVE_GROUP } from './event-archive.ts';

const DAY_MS = 86_400_000;
/**
 * From this age on an event may be one whose id the ledger has forgotten. It knew the id for LEDGER_KEPT_DAYS, the
 * event comes again now, or was received REJECTED_KEPT_DAYS ago and is replayed now, and the clock of its first
 * coming may have been a day ahead; one more day is for rounding.
 */
const MAYBE_FORGOTTEN_MS = (DELAY_DAYS_MAX - 2) * DAY_MS;

/** What says whether an event was taken: its id, and whether the ledger may have forgotten it. */
type Dated = Pick<Event, 'shopId' | 'eventTime' | 'receivedAt'> & { readonly eventId: string };

/**
 * The ids among these events of one shop that were taken before: those the archive's ledger knows and, for events that
 * happened long before they came, those the archive itself has. Only an event without a time of its own can be taken
 * twice, if it is sent again after LEDGER_KEPT_DAYS.
 */
export async function findTaken(sql: Sql, events: readonly Dated[]): Promise<ReadonlySet<string>> {
  const known = await findApplied(sql, ARCHIVE_GROUP, events);
  const old = events.filter(
    ({ eventId, eventTime, receivedAt }) =>
      receivedAt - eventTime > MAYBE_FORGOTTEN_MS && !known.has(eventId),
  );
  if (old.length === 0) return known;
  // Event by event: a few index pages of each partition, never the whole archive. OFFSET 0 keeps it so; a LIMIT would
  // make the planner, as long as it has no statistics, expect a hit among the first rows and read a partition through.
  const archived = await sql.query<{ event_id: string }>(
    `SELECT asked.event_id
     FROM unnest($1::text[], $2::text[]) AS asked (shop_id, event_id)
     CROSS JOIN LATERAL (
       SELECT 1 FROM event_archive
       WHERE event_archive.shop_id = asked.shop_id AND event_archive.event_id = asked.event_id
       OFFSET 0
     ) AS taken`,
    [old.map(({ shopId }) => shopId), old.map(({ eventId }) => eventId)],
  );
  return new Set([...known, ...archived.map((row) => row.event_id)]);
}
