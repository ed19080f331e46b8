import type { ShopId } from '#contracts';
import type { Database, Sql } from '../connection/database.ts';
import { deleteInBatches } from '../connection/delete-in-batches.ts';

export interface OrderKey {
  readonly shopId: ShopId;
  readonly orderId: string;
}

export interface WaitingChargeback {
  readonly timeMs: number;
  readonly amountMinor: number;
}

/** Who stood behind an order, so that a chargeback, which names only the order, can be counted for them. */
export interface OrderEntitiesRow extends OrderKey {
  /** By entity kind; undefined while the order itself has not been seen. */
  readonly entities: Readonly<Record<string, string>> | undefined;
  /** Chargebacks that came before their order. */
  readonly waitingChargebacks: readonly WaitingChargeback[];
}

interface Columns {
  readonly shop_id: ShopId;
  readonly order_id: string;
  readonly entities: Readonly<Record<string, string>> | null;
  readonly waiting_chargebacks: readonly WaitingChargeback[];
}

/**
 * The longest a card scheme lets a dispute come after its payment is 540 days; a month more until we hear of it. A
 * chargeback after that finds its order forgotten and is not counted.
 */
const KEPT_DAYS = 570;

/** The orders seen, by id. Written by anomaly alone, always inside its consumer's transaction. */
export class OrderEntitiesStore {
  /** Those that are known, for a transaction that has the shops' screening locked. */
  async load(sql: Sql, keys: readonly OrderKey[]): Promise<readonly OrderEntitiesRow[]> {
    if (keys.length === 0) return [];
    const rows = await sql.query<Columns>(
      `SELECT shop_id, order_id, entities, waiting_chargebacks FROM order_entities
       WHERE (shop_id, order_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
      columnsOf(keys),
    );
    return rows.map((row) => ({
      shopId: row.shop_id,
      orderId: row.order_id,
      entities: row.entities ?? undefined,
      waitingChargebacks: row.waiting_chargebacks,
    }));
  }

  /** Adds or overwrites orders of shops whose screening the transaction has locked. */
  async save(sql: Sql, rows: readonly OrderEntitiesRow[]): Promise<void> {
    if (rows.length === 0) return;
    await sql.query(
      `INSERT INTO order_entities (shop_id, order_id, entities, waiting_chargebacks, updated_at)
       SELECT shop_id, order_id, entities::jsonb, waiting::jsonb, now()
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS row(shop_id, order_id, entities, waiting)
       ON CONFLICT (shop_id, order_id) DO UPDATE SET entities = excluded.entities,
         waiting_chargebacks = excluded.waiting_chargebacks, updated_at = excluded.updated_at`,
      [
        ...columnsOf(rows),
        rows.map(({ entities }) => (entities === undefined ? null : JSON.stringify(entities))),
        rows.map(({ waitingChargebacks }) => JSON.stringify(waitingChargebacks)),
      ],
    );
  }

  /** Deletes orders that no chargeback can name any more; returns how many. */
  forgetOld(database: Database): Promise<number> {
    return deleteInBatches(database, {
      table: 'order_entities',
      condition: 'updated_at < now() - make_interval(days => $1)',
      values: [KEPT_DAYS],
      exclusive: false,
    });
  }
}

function columnsOf(keys: readonly OrderKey[]): [string[], string[]] {
  return [keys.map(({ shopId }) => shopId), keys.map(({ orderId }) => orderId)];
}
