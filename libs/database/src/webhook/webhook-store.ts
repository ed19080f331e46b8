import type { ShopId } from '#contracts';
import type { Database, Sql } from '../connection/database.ts';
import { deleteInBatches } from '../connection/delete-in-batches.ts';

export interface NewDelivery {
  readonly deliveryId: string;
  readonly shopId: ShopId;
  readonly alertId: string;
  /** The exact text that is sent and signed. */
  readonly body: string;
}

/** A delivery this process may try now. */
export interface ClaimedDelivery extends NewDelivery {
  /** Tries so far, this one included. */
  readonly attempts: number;
}

export interface DeliveryState {
  readonly status: 'pending' | 'done' | 'dead';
  readonly attempts: number;
  readonly lastError: string;
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
      `INSERT INTO webhook_delivery (delivery_id, shop_id, alert_id, body, status, attempts, next_attempt_at, last_error)
       SELECT delivery_id, shop_id, alert_id, body, 'pending', 0, now(), ''
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS row(delivery_id, shop_id, alert_id, body)`,
      [
        deliveries.map(({ deliveryId }) => deliveryId),
        deliveries.map(({ shopId }) => shopId),
        deliveries.map(({ alertId }) => alertId),
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
      alert_id: string;
      body: string;
      attempts: number;
    }>(
      `UPDATE webhook_delivery
       SET attempts = attempts + 1, next_attempt_at = now() + make_interval(secs => $2 / 1000.0), updated_at = now()
       WHERE delivery_id IN (
         SELECT delivery_id FROM webhook_delivery WHERE status = 'pending' AND next_attempt_at <= now()
         ORDER BY next_attempt_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING delivery_id, shop_id, alert_id, body, attempts`,
      [limit, leaseMs],
    );
    return rows.map((row) => ({
      deliveryId: row.delivery_id,
      shopId: row.shop_id,
      alertId: row.alert_id,
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
