import type { ShopId } from '#contracts';
import type { Sql } from '../connection/database.ts';

/** Orders that are taken to be one attack; what the names of bins mean is the caller's matter. */
export interface StoredIncident {
  readonly openedMs: number;
  readonly bins: readonly string[];
  readonly orders: number;
}

/** Counts of a shop's orders as bytes, and the incidents of its last day. */
export interface ConcentrationRow {
  readonly shopId: ShopId;
  readonly body: Uint8Array;
  readonly incidents: readonly StoredIncident[];
}

interface Columns {
  readonly shop_id: ShopId;
  readonly body: Buffer;
  readonly incidents: readonly StoredIncident[];
}

const rowOf = ({ shop_id: shopId, body, incidents }: Columns): ConcentrationRow => ({
  shopId,
  body,
  incidents,
});

/** What orders have in common, a row for each shop. Written by anomaly alone, always inside its consumer's transaction. */
export class ConcentrationStore {
  /** Of those shops that have counts, for a transaction that has the shops' screening locked. */
  async load(sql: Sql, shopIds: readonly ShopId[]): Promise<readonly ConcentrationRow[]> {
    if (shopIds.length === 0) return [];
    const rows = await sql.query<Columns>(
      'SELECT shop_id, body, incidents FROM concentration WHERE shop_id = ANY($1::text[])',
      [shopIds],
    );
    return rows.map(rowOf);
  }

  /** Adds or overwrites the rows of shops whose screening the transaction has locked. */
  async save(sql: Sql, rows: readonly ConcentrationRow[]): Promise<void> {
    if (rows.length === 0) return;
    await sql.query(
      `INSERT INTO concentration (shop_id, body, incidents, updated_at)
       SELECT shop_id, body, incidents, now()
       FROM unnest($1::text[], $2::bytea[], $3::jsonb[]) AS row(shop_id, body, incidents)
       ON CONFLICT (shop_id) DO UPDATE SET body = excluded.body, incidents = excluded.incidents,
         updated_at = excluded.updated_at`,
      [
        rows.map(({ shopId }) => shopId),
        rows.map(({ body }) => Buffer.from(body)),
        rows.map(({ incidents }) => JSON.stringify(incidents)),
      ],
    );
  }

  /** Of every shop that has counts; `sql` may be a transaction, so that the reader sees one moment. */
  async readAll(sql: Sql): Promise<readonly ConcentrationRow[]> {
    const rows = await sql.query<Columns>(
      'SELECT shop_id, body, incidents FROM concentration ORDER BY shop_id',
    );
    return rows.map(rowOf);
  }
}
