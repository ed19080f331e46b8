import type { EpochMs, EventVerdictCode, RejectedEvent, ShopId } from '#contracts';
import type { Database, Sql } from '../connection/database.ts';
import { deleteInBatches } from '../connection/delete-in-batches.ts';
import { REJECTED_KEPT_DAYS } from '../upkeep/retention.ts';

/** A rejected event as kept; `replayedAt` is set once it was put through again. */
export type StoredRejection = RejectedEvent & { readonly replayedAt?: EpochMs };

/** How many rejected events of a shop have one reason. */
export interface RejectionCount {
  readonly code: string;
  readonly field?: string;
  readonly count: number;
}

export interface RejectionPage {
  readonly shopId: ShopId;
  readonly code?: string;
  readonly ids?: readonly string[];
  /** Only what was not replayed yet. */
  readonly openOnly?: boolean;
  /** The last of the page before. */
  readonly after?: { readonly receivedAt: number; readonly rejectedId: string };
  readonly limit: number;
}

interface Row {
  readonly rejected_id: string;
  readonly shop_id: ShopId | null;
  readonly event_id: string | null;
  readonly stage: string;
  readonly code: EventVerdictCode;
  readonly field: string | null;
  readonly message: string;
  readonly body: Buffer;
  readonly received_at: Date;
  readonly replayed_at: Date | null;
}

/** The events that were rejected. Written by ingestion. */
export class RejectedEventStore {
  constructor(private readonly database: Database) {}

  /** Adds rejected events; one that is there already stays as it is. */
  async add(sql: Sql, rejected: readonly RejectedEvent[]): Promise<void> {
    if (rejected.length === 0) return;
    await sql.query(
      `INSERT INTO rejected_event
         (rejected_id, shop_id, event_id, stage, code, field, message, body, received_at)
       SELECT rejected_id, shop_id, event_id, stage, code, field, message, body, to_timestamp(received_ms / 1000.0)
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[], $9::float8[])
         AS row(rejected_id, shop_id, event_id, stage, code, field, message, body, received_ms)
       ORDER BY rejected_id
       ON CONFLICT DO NOTHING`,
      [
        rejected.map((one) => one.rejectedId),
        rejected.map((one) => one.shopId ?? null),
        rejected.map((one) => one.eventId ?? null),
        rejected.map((one) => one.stage),
        rejected.map((one) => one.code),
        rejected.map((one) => one.field ?? null),
        rejected.map((one) => one.message),
        rejected.map((one) => Buffer.from(one.bodyBase64, 'base64')),
        rejected.map((one) => one.receivedAt),
      ],
    );
  }

  /** Newest first. */
  async list(page: RejectionPage): Promise<StoredRejection[]> {
    const rows = await this.database.query<Row>(
      `SELECT * FROM rejected_event
       WHERE shop_id = $1
         AND ($2::text IS NULL OR code = $2)
         AND ($3::text[] IS NULL OR rejected_id = ANY($3))
         AND (NOT $4 OR replayed_at IS NULL)
         AND ($5::float8 IS NULL OR (received_at, rejected_id) < (to_timestamp($5::float8 / 1000.0), $6))
       ORDER BY received_at DESC, rejected_id DESC LIMIT $7`,
      [
        page.shopId,
        page.code ?? null,
        page.ids ?? null,
        page.openOnly ?? false,
        page.after?.receivedAt ?? null,
        page.after?.rejectedId ?? '',
        page.limit,
      ],
    );
    return rows.map(rejectionOfRow);
  }

  /** Reasons of what was not replayed yet, the most frequent first. */
  async countByReason(shopId: ShopId): Promise<RejectionCount[]> {
    const rows = await this.database.query<{ code: string; field: string | null; count: string }>(
      `SELECT code, field, count(*) FROM rejected_event
       WHERE shop_id = $1 AND replayed_at IS NULL
       GROUP BY code, field ORDER BY count(*) DESC, code, field LIMIT 100`,
      [shopId],
    );
    return rows.map(({ code, field, count }) => ({
      code,
      ...(field === null ? {} : { field }),
      count: Number(count),
    }));
  }

  async markReplayed(sql: Sql, rejectedIds: readonly string[], at: EpochMs): Promise<void> {
    await sql.query(
      'UPDATE rejected_event SET replayed_at = to_timestamp($2 / 1000.0) WHERE rejected_id = ANY($1)',
      [[...rejectedIds].sort(), at],
    );
  }

  /** Forgets what is older than the store's window; returns how many. */
  async forgetOld(): Promise<number> {
    return deleteInBatches(this.database, {
      table: 'rejected_event',
      condition: 'received_at < now() - make_interval(days => $1)',
      values: [REJECTED_KEPT_DAYS],
      exclusive: false,
    });
  }
}

function rejectionOfRow(row: Row): StoredRejection {
  return {
    rejectedId: row.rejected_id,
    ...(row.shop_id === null ? {} : { shopId: row.shop_id }),
    ...(row.event_id === null ? {} : { eventId: row.event_id }),
    stage: row.stage,
    code: row.code,
    ...(row.field === null ? {} : { field: row.field }),
    message: row.message,
    bodyBase64: row.body.toString('base64'),
    // A timestamptz written from an EpochMs.
    receivedAt: row.received_at.getTime() as EpochMs,
    ...(row.replayed_at === null ? {} : { replayedAt: row.replayed_at.getTime() as EpochMs }),
  };
}
