import type { EpochMs, ShopId } from '#contracts';
import type { Database, Sql } from '../connection/database.ts';

/** What one order was judged by. */
export interface OrderVectorRow {
  readonly shopId: ShopId;
  readonly orderId: string;
  /** Empty for an order at checkout. */
  readonly eventId: string;
  readonly decidedAtMs: EpochMs;
  readonly orderTimeMs: EpochMs;
  /** Of the newest batch that was counted: for an event that of its own, up to the event; see ScreenedBatches. */
  readonly position: number;
  /** Which columns `features` has. */
  readonly columnsVersion: string;
  /** Empty without a model. */
  readonly modelVersion: string;
  readonly rulesVersion: string;
  /** As bytes; what they mean is the caller's matter. */
  readonly features: Uint8Array;
  /** The order itself, where no event tells it. */
  readonly checkout?: unknown;
}

interface Columns {
  readonly shop_id: ShopId;
  readonly order_id: string;
  readonly event_id: string;
  readonly decided_ms: string;
  readonly order_ms: string;
  readonly position: string;
  readonly columns_version: string;
  readonly model_version: string;
  readonly rules_version: string;
  readonly features: Buffer;
  readonly checkout: unknown;
}

/** Longer than most chargebacks take. */
export const VECTOR_KEPT_DAYS = 120;
const DAY_MS = 86_400_000;
const TABLE = 'order_vector';

/** The features that orders were judged by, in partitions by the month of the decision. Written by anomaly alone. */
export class OrderVectorStore {
  private readonly months = new Set<string>();

  constructor(private readonly database: Database) {}

  async append(sql: Sql, rows: readonly OrderVectorRow[]): Promise<void> {
    if (rows.length === 0) return;
    for (const month of new Set(rows.map(({ decidedAtMs }) => monthOf(decidedAtMs, 0)))) {
      await this.ensureMonth(month);
    }
    await sql.query(
      `INSERT INTO order_vector (shop_id, order_id, event_id, decided_at, order_time, position, columns_version,
                                 model_version, rules_version, features, checkout)
       SELECT shop_id, order_id, event_id, to_timestamp(decided_ms / 1000.0), to_timestamp(order_ms / 1000.0),
              position, columns_version, model_version, rules_version, features, checkout::jsonb
       FROM unnest($1::text[], $2::text[], $3::text[], $4::float8[], $5::float8[], $6::bigint[], $7::text[],
                   $8::text[], $9::text[], $10::bytea[], $11::text[])
         AS row(shop_id, order_id, event_id, decided_ms, order_ms, position, columns_version, model_version,
                rules_version, features, checkout)`,
      [
        rows.map(({ shopId }) => shopId),
        rows.map(({ orderId }) => orderId),
        rows.map(({ eventId }) => eventId),
        rows.map(({ decidedAtMs }) => decidedAtMs),
        rows.map(({ orderTimeMs }) => orderTimeMs),
        rows.map(({ position }) => position),
        rows.map(({ columnsVersion }) => columnsVersion),
        rows.map(({ modelVersion }) => modelVersion),
        rows.map(({ rulesVersion }) => rulesVersion),
        rows.map(({ features }) => Buffer.from(features)),
        rows.map(({ checkout }) => (checkout === undefined ? null : JSON.stringify(checkout))),
      ],
    );
  }

  /** The vectors of orders that were judged after a batch was counted, or while it was, in [first, until) by position. */
  async readPositions(sql: Sql, first: number, until: number): Promise<readonly OrderVectorRow[]> {
    const rows = await sql.query<Columns>(
      `SELECT shop_id, order_id, event_id, (extract(epoch FROM decided_at) * 1000)::bigint AS decided_ms,
              (extract(epoch FROM order_time) * 1000)::bigint AS order_ms, position, columns_version, model_version,
              rules_version, features, checkout
       FROM order_vector WHERE position >= $1 AND position < $2`,
      [first, until],
    );
    return rows.map((row) => ({
      shopId: row.shop_id,
      orderId: row.order_id,
      eventId: row.event_id,
      // Whole milliseconds, as they were given.
      decidedAtMs: Number(row.decided_ms) as EpochMs,
      orderTimeMs: Number(row.order_ms) as EpochMs,
      position: Number(row.position),
      columnsVersion: row.columns_version,
      modelVersion: row.model_version,
      rulesVersion: row.rules_version,
      features: row.features,
      ...(row.checkout === null ? {} : { checkout: row.checkout }),
    }));
  }

  /** Drops the months that ended more than VECTOR_KEPT_DAYS ago; returns how many. */
  async forgetOld(nowMs: number): Promise<number> {
    const oldest = partitionOf(monthOf(nowMs - VECTOR_KEPT_DAYS * DAY_MS, 0));
    const old = await this.database.query<{ name: string }>(
      `SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
       WHERE inhparent = $1::regclass AND relname < $2`,
      [TABLE, oldest],
    );
    for (const { name } of old) await this.database.query(`DROP TABLE IF EXISTS ${name}`);
    this.months.clear();
    return old.length;
  }

  /** By a connection of its own: what a transaction makes, it may take back. */
  private async ensureMonth(month: string): Promise<void> {
    if (this.months.has(month)) return;
    const end = monthOf(Date.parse(month), 1);
    await this.database.query(
      `CREATE TABLE IF NOT EXISTS ${partitionOf(month)} PARTITION OF ${TABLE} FOR VALUES FROM ('${month}') TO ('${end}')`,
    );
    this.months.add(month);
  }
}

/** "order_vector_2026_11": sorts as the months do. */
const partitionOf = (month: string): string => `${TABLE}_${month.slice(0, 7).replace('-', '_')}`;

/** First instant of a month in UTC, as "2026-11-01T00:00:00.000Z". */
function monthOf(nowMs: number, monthsAhead: number): string {
  const now = new Date(nowMs);
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + monthsAhead, 1)).toISOString();
}
