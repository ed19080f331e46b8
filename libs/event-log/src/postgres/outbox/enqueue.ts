import { CartwiseError } from '#contracts';
import { RECORD_BYTES_MAX, recordSizeBytes } from '../../encoded-record.ts';
import type { Transaction } from '../../event-log.ts';
import { packValues } from '../pack-values.ts';
import { laneOf, type OutboxRow } from './outbox-row.ts';

/** LISTEN channel; the payload names the lane that has rows (see laneOf). */
export const OUTBOX_CHANNEL = 'event_log_outbox';

/** Puts records into the outbox, in order, in the caller's transaction: they are sent if it commits, and only then. */
export async function enqueue(transaction: Transaction, rows: readonly OutboxRow[]): Promise<void> {
  if (rows.length === 0) return;
  for (const row of rows) refuseOversized(row);
  const { blob, starts, lengths } = packValues(
    rows.map(({ content }) => (content.kind === 'value' ? content.value : null)),
  );
  await transaction.query(
    `WITH sent AS (
       INSERT INTO event_log.outbox (topic, key, value, newest)
       SELECT topic, key, substring($1::bytea FROM start FOR length), newest
       FROM unnest($2::int[], $3::int[], $4::text[], $5::text[], $6::boolean[])
         WITH ORDINALITY AS row(start, length, topic, key, newest, position)
       ORDER BY position
     )
     SELECT pg_notify('${OUTBOX_CHANNEL}', lane) FROM unnest($7::text[]) AS lane`,
    [
      blob,
      starts,
      lengths,
      rows.map(({ topic }) => topic),
      rows.map(({ key }) => key),
      rows.map(({ content }) => content.kind === 'newest'),
      [...new Set(rows.map(laneOf))],
    ],
  );
}

/** The log would refuse it, again and again, and hold up all rows after it: better now, where it can be handled. */
function refuseOversized({ topic, key, content }: OutboxRow): void {
  const value = content.kind === 'value' ? content.value : null;
  if (recordSizeBytes(key, value) > RECORD_BYTES_MAX) {
    throw new CartwiseError('REQUEST_TOO_LARGE', {
      reason: `a record of ${topic} has at most ${RECORD_BYTES_MAX} bytes`,
    });
  }
}
