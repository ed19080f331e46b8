import type { ShopId } from '#contracts';
import type { Database, Sql } from '../connection/database.ts';
import { deleteInBatches } from '../connection/delete-in-batches.ts';

export interface NewDelivery {
  readonly deliveryId: string;
  readonly shopId: ShopId;
  /** What it tells of: "alert.raised", "case.opened", "case.closed", "drift.detected". */
  readonly type: string;
  /** Empty where it is not about an alert. */
  readonly alertId: string;
  /** Empty for an alert without a case and for drift. */
  readonly caseId: string;
  /** The exact text that is sent and signed. */
  readonly body: string;
}

/** A delivery this process may try now. */
export interface ClaimedDelivery extends NewDelivery {
  /** Tries so far, this one included. */
  readonly attempts: number;
}

export type DeliveryStatus = 'pending' | 'done' | 'dead';

export interface DeliveryState {
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly lastError: string;
}

/** A delivery as it stands in the list. */
export interface StoredDelivery extends DeliveryState, Omit<NewDelivery, 'body'> {
  /** Microseconds, by which the list is ordered. */
  readonly createdAtMicros: number;
  /** Of the last try, or of the next where it is pending. */
  readonly attemptAtMs: number;
}

/** A place in the list, newest first. */
export interface DeliveryPosition {
  readonly createdAtMicros: number;
  readonly deliveryId: string;
}

/** Long enough to find out why a receiver missed an alert; the alert itself stays. */
const KEPT_DAYS = 30;

/** The queue of webhook deliveries: survives restarts, shared by all processes. Written by anomaly alone. */
export class WebhookStore {
  constructor(private readonly database: Database) {}

  /** Adds deliveries in the transaction of what they tell of. */
  async insert(sql: Sql, deliveries: readonly NewDelivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    await sql.query(
      `INSERT INTO webhook_delivery (delivery_id, shop_id, type, alert_id, case_id, body, status, attempts,
                                     next_attempt_at, last_error)
       SELECT delivery_id, shop_id, type, alert_id, case_id, body, 'pending', 0, now(), ''
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
         AS row(delivery_id, shop_id, type, alert_id, case_id, body)`,
      [
        deliveries.map(({ deliveryId }) => deliveryId),
        deliveries.map(({ shopId }) => shopId),
        deliveries.map(({ type }) => type),
        deliveries.map(({ alertId }) => alertId),
        deliveries.map(({ caseId }) => caseId),
        deliveries.map(({ body }) => body),
      ],
    );
  }

  /**
   * Takes due deliveries that nobody else holds. Each counts as tried and is hidden for `leaseMs`: a process that dies
   * with it lets it come back then.
   */
  async claimDue(limit: number, leaseMs: number): Promise<readonly ClaimedDelivery[]> {
    const rows = await this.database.query<{
      delivery_id: string;
      shop_id: ShopId;
      type: string;
      alert_id: string;
      case_id: string;
      body: string;
      attempts: number;
    }>(
      `UPDATE webhook_delivery
       SET attempts = attempts + 1, next_attempt_at = now() + make_interval(secs => $2 / 1000.0), updated_at = now()
       WHERE delivery_id IN (
         SELECT delivery_id FROM webhook_delivery WHERE status = 'pending' AND next_attempt_at <= now()
         ORDER BY next_attempt_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING delivery_id, shop_id, type, alert_id, case_id, body, attempts`,
      [limit, leaseMs],
    );
    return rows.map((row) => ({
      deliveryId: row.delivery_id,
      shopId: row.shop_id,
      type: row.type,
      alertId: row.alert_id,
      caseId: row.case_id,
      body: row.body,
      attempts: row.attempts,
    }));
  }

  async markDone(deliveryId: string): Promise<void> {
    await this.database.query(
      `UPDATE webhook_delivery SET status = 'done', last_error = '', updated_at = now() WHERE delivery_id = $1`,
      [deliveryId],
    );
  }

  /** Puts it off by `retryInMs`, or for ever where that is undefined. */
  async markFailed(deliveryId: string, reason: string, retryInMs: number | undefined): Promise<void> {
    await this.database.query(
      `UPDATE webhook_delivery
       SET status = CASE WHEN $3::float8 IS NULL THEN 'dead' ELSE status END,
           next_attempt_at = CASE WHEN $3::float8 IS NULL THEN next_attempt_at
                                  ELSE now() + make_interval(secs => $3 / 1000.0) END,
           last_error = $2, updated_at = now()
       WHERE delivery_id = $1`,
      [deliveryId, reason, retryInMs ?? null],
    );
  }

  /** Newest first, those after `after`; of every status when it is undefined. */
  async list(
    shopId: ShopId,
    page: {
      readonly status: DeliveryStatus | undefined;
      readonly limit: number;
      readonly after: DeliveryPosition | undefined;
    },
  ): Promise<readonly StoredDelivery[]> {
    const rows = await this.database.query<DeliveryRow>(
      `SELECT delivery_id, type, alert_id, case_id, status, attempts, last_error,
              (extract(epoch FROM created_at) * 1000000)::bigint AS created_micros,
              (extract(epoch FROM CASE status WHEN 'pending' THEN next_attempt_at ELSE updated_at END) * 1000)::bigint
                AS attempt_ms
       FROM webhook_delivery
       WHERE shop_id = $1 AND ($2::text IS NULL OR status = $2)
         AND ($3::bigint IS NULL OR
              (created_at, delivery_id) < (timestamptz 'epoch' + $3::bigint * interval '1 microsecond', $4::uuid))
       ORDER BY created_at DESC, delivery_id DESC LIMIT $5`,
      [
        shopId,
        page.status ?? null,
        page.after?.createdAtMicros ?? null,
        page.after?.deliveryId ?? null,
        page.limit,
      ],
    );
    return rows.map((row) => storedDelivery(shopId, row));
  }

  /**
   * Has finished deliveries sent again as if for the first time: those named, or without names the oldest `limit` of
   * those given up. Answers how many.
   */
  async replay(
    sql: Sql,
    shopId: ShopId,
    deliveries: readonly string[] | { readonly deadMax: number },
  ): Promise<number> {
    const chosen =
      'deadMax' in deliveries
        ? `SELECT delivery_id FROM webhook_delivery WHERE shop_id = $1 AND status = 'dead'
           ORDER BY created_at LIMIT $2`
        : `SELECT delivery_id FROM webhook_delivery WHERE shop_id = $1 AND delivery_id = ANY($2::uuid[])`;
    const rows = await sql.query(
      `UPDATE webhook_delivery
       SET status = 'pending', attempts = 0, next_attempt_at = now(), last_error = '', updated_at = now()
       WHERE status <> 'pending' AND delivery_id IN (${chosen}) RETURNING 1`,
      [shopId, 'deadMax' in deliveries ? deliveries.deadMax : deliveries],
    );
    return rows.length;
  }

  /** Deletes what was delivered or given up longer ago than the store keeps it; returns how many. */
  forgetFinished(): Promise<number> {
    return deleteInBatches(this.database, {
      table: 'webhook_delivery',
      condition: `status <> 'pending' AND updated_at < now() - make_interval(days => $1)`,
      values: [KEPT_DAYS],
      exclusive: false,
    });
  }

  /** What became of the deliveries about an alert. */
  async statesOf(shopId: ShopId, alertId: string): Promise<readonly DeliveryState[]> {
    const rows = await this.database.query<{
      status: DeliveryState['status'];
      attempts: number;
      last_error: string;
    }>(
      `SELECT status, attempts, last_error FROM webhook_delivery
       WHERE shop_id = $1 AND alert_id = $2 ORDER BY created_at`,
      [shopId, alertId],
    );
    return rows.map((row) => ({ status: row.status, attempts: row.attempts, lastError: row.last_error }));
  }
}

interface DeliveryRow {
  readonly delivery_id: string;
  readonly type: string;
  readonly alert_id: string;
  readonly case_id: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly last_error: string;
  readonly created_micros: string;
  readonly attempt_ms: string;
}

const storedDelivery = (shopId: ShopId, row: DeliveryRow): StoredDelivery => ({
  deliveryId: row.delivery_id,
  shopId,
  type: row.type,
  alertId: row.alert_id,
  caseId: row.case_id,
  status: row.status,
  attempts: row.attempts,
  lastError: row.last_error,
  createdAtMicros: Number(row.created_micros),
  attemptAtMs: Number(row.attempt_ms),
});
