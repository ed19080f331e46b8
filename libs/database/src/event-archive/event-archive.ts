import { TOPICS, type Event, type EventType, type ShopId, profileKey } from '#contracts';
import type { Database, Sql } from '../connection/database.ts';
import { packValues } from '../connection/pack-values.ts';

/** The consumer group that writes the archive; its ledger knows every event that was ever taken. */
export const ARCHIVE_GROUP = 'archive';

/** An event with its place on events.v1. */
export interface ArchivedEvent {
  readonly event: Event;
  readonly partition: number;
  readonly offset: number;
  /** Its bytes there, which the archive keeps as they are; absent, it is encoded. */
  readonly body?: Uint8Array;
}

/** A page of a long read: a few megabytes. */
const PAGE_SIZE = 2_000;

/** All events ever accepted. Written by ingestion's archive consumer; read by the trainer and by verification. */
export class EventArchive {
  constructor(private readonly database: Database) {}

  /** Creates the partition of the month of `nowMs` and the next one. */
  async ensurePartitions(nowMs: number): Promise<void> {
    for (const monthsAhead of [0, 1]) {
      const start = monthStart(nowMs, monthsAhead);
      const end = monthStart(nowMs, monthsAhead + 1);
      const name = `event_archive_${start.slice(0, 7).replace('-', '_')}`;
      await this.database.query(
        `CREATE TABLE IF NOT EXISTS ${name} PARTITION OF event_archive FOR VALUES FROM ('${start}') TO ('${end}')`,
      );
    }
  }

  /**
   * Adds events that takeUnapplied has found new. One that is there already, received at the same time, stays as it is:
   * a record of the log that is read again, or a replay, keeps its time however long ago the ledger forgot its id.
   */
  async append(sql: Sql, archived: readonly ArchivedEvent[]): Promise<void> {
    if (archived.length === 0) return;
    const { blob, starts, lengths } = packValues(
      archived.map(({ event, body }) => body ?? TOPICS.events.codec.encode(event)),
    );
    await sql.query(
      `INSERT INTO event_archive
         (shop_id, event_id, received_at, event_time, type, profile_key, log_partition, log_offset, body)
       SELECT shop_id, event_id, to_timestamp(received_ms / 1000.0), to_timestamp(event_ms / 1000.0),
              type, profile_key, log_partition, log_offset, substring($1::bytea FROM start FOR length)
       FROM unnest($2::int[], $3::int[], $4::text[], $5::text[], $6::float8[], $7::float8[], $8::text[], $9::text[], $10::int[], $11::bigint[])
         AS row(start, length, shop_id, event_id, received_ms, event_ms, type, profile_key, log_partition, log_offset)
       ON CONFLICT DO NOTHING`,
      [
        blob,
        starts,
        lengths,
        archived.map(({ event }) => event.shopId),
        archived.map(({ event }) => event.eventId),
        archived.map(({ event }) => event.receivedAt),
        archived.map(({ event }) => event.eventTime),
        archived.map(({ event }) => event.type),
        archived.map(({ event }) => profileKey(event)),
        archived.map(({ partition }) => partition),
        archived.map(({ offset }) => offset),
      ],
    );
  }

  async count(shopId: ShopId): Promise<number> {
    const [row] = await this.database.query<{ count: string }>(
      'SELECT count(*) FROM event_archive WHERE shop_id = $1',
      [shopId],
    );
    return Number(row?.count ?? 0);
  }

  /** The user id of the newest order of someone who is logged in. */
  async newestBuyer(shopId: ShopId): Promise<string | undefined> {
    const [row] = await this.database.query<{ profile_key: string }>(
      `SELECT profile_key FROM event_archive
       WHERE shop_id = $1 AND type = 'order_completed' AND profile_key LIKE 'u:%'
       ORDER BY event_time DESC LIMIT 1`,
      [shopId],
    );
    return row?.profile_key.slice('u:'.length);
  }

  /** Event time of the n-th newest event, whatever its type; undefined when there are fewer. */
  async timeOfNewest(shopId: ShopId, n: number): Promise<number | undefined> {
    const [row] = await this.database.query<{ event_ms: string }>(
      `SELECT (extract(epoch FROM event_time) * 1000)::bigint AS event_ms FROM event_archive
       WHERE shop_id = $1 ORDER BY event_time DESC, event_id DESC OFFSET $2 LIMIT 1`,
      [shopId, n - 1],
    );
    return row === undefined ? undefined : Number(row.event_ms);
  }

  /**
   * A page of one shop's events of some types with event time in [fromMs, untilMs): all of them, or where there are more
   * a sample, drawn by the hash of their ids, so that it is the same each time.
   */
  async sample(range: {
    readonly shopId: ShopId;
    readonly fromMs: number;
    readonly untilMs: number;
    readonly types: readonly EventType[];
  }): Promise<readonly Event[]> {
    const rows = await this.database.query<{ body: Buffer }>(
      `SELECT body FROM event_archive
       WHERE shop_id = $1 AND event_time >= to_timestamp($2 / 1000.0) AND event_time < to_timestamp($3 / 1000.0)
         AND type = ANY($4)
       ORDER BY hashtextextended(event_id, 0), event_id LIMIT ${PAGE_SIZE}`,
      [range.shopId, range.fromMs, range.untilMs, range.types],
    );
    return rows.map((row) => TOPICS.events.codec.decode(row.body));
  }

  /** Pages of one shop's events, oldest event time first, with event time in [fromMs, untilMs), received by receivedByMs. */
  async *readInTimeOrder(range: {
    readonly shopId: ShopId;
    readonly fromMs: number;
    readonly untilMs: number;
    readonly receivedByMs?: number;
    readonly types?: readonly EventType[];
    readonly pageSize?: number;
  }): AsyncGenerator<readonly Event[]> {
    const { pageSize = PAGE_SIZE } = range;
    let after = { at: new Date(range.fromMs).toISOString(), eventId: '' };
    for (;;) {
      const rows = await this.database.query<{ body: Buffer; at: string; event_id: string }>(
        `SELECT body, event_time::text AS at, event_id FROM event_archive
         WHERE shop_id = $1 AND (event_time, event_id) > ($2::timestamptz, $3) AND event_time < to_timestamp($4 / 1000.0)
           AND ($5::text[] IS NULL OR type = ANY($5))
           AND ($6::float8 IS NULL OR received_at <= to_timestamp($6 / 1000.0))
         ORDER BY event_time, event_id LIMIT $7`,
        [
          range.shopId,
          after.at,
          after.eventId,
          range.untilMs,
          range.types ?? null,
          range.receivedByMs ?? null,
          pageSize,
        ],
      );
      if (rows.length > 0) yield rows.map((row) => TOPICS.events.codec.decode(row.body));
      const last = rows.at(-1);
      if (last === undefined || rows.length < pageSize) return;
      after = { at: last.at, eventId: last.event_id };
    }
  }

  /**
   * Pages of every shop's events of one partition of events.v1 in log order, with an offset from `fromOffset` (the
   * beginning) and below `untilOffset`: the order in which consumers saw them. `sql` may be a transaction, so that the reader sees one moment.
   */
  async *readInLogOrder(
    sql: Sql,
    partition: number,
    untilOffset: number,
    fromOffset = 0,
  ): AsyncGenerator<readonly ArchivedEvent[]> {
    let afterOffset = fromOffset - 1;
    for (;;) {
      const rows = await sql.query<{ body: Buffer; log_offset: string }>(
        `SELECT body, log_offset FROM event_archive
         WHERE log_partition = $1 AND log_offset > $2 AND log_offset < $3
         ORDER BY log_offset LIMIT ${PAGE_SIZE}`,
        [partition, afterOffset, untilOffset],
      );
      if (rows.length > 0) {
        yield rows.map((row) => ({
          event: TOPICS.events.codec.decode(row.body),
          partition,
          offset: Number(row.log_offset),
        }));
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE_SIZE) return;
      afterOffset = Number(last.log_offset);
    }
  }
}

/** First instant of a month in UTC, as "2026-11-01T00:00:00.000Z". */
function monthStart(nowMs: number, monthsAhead: number): string {
  const now = new Date(nowMs);
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + monthsAhead, 1)).toISOString();
}
