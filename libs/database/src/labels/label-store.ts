import type { EpochMs, FraudLabel, LabelSource, OrderId, ShopId } from '#contracts';
import type { Database, Sql } from '../connection/database.ts';

/** A label of a shop. */
export interface ShopLabel {
  readonly shopId: ShopId;
  readonly label: FraudLabel;
}

/** A label as it stands in the list. */
export interface StoredLabel extends FraudLabel {
  /** Grows with each label added. */
  readonly labelId: number;
}

interface LabelRow {
  readonly label_id: string;
  readonly order_id: OrderId;
  readonly source: LabelSource;
  readonly evidence: string;
  readonly known_ms: string;
  readonly is_fraud: boolean;
  readonly author: string;
}

const COLUMNS = `label_id, order_id, source, evidence, (extract(epoch FROM known_at) * 1000)::bigint AS known_ms,
  is_fraud, author`;
/** A page of a long read. */
const PAGE_SIZE = 5_000;

/** The one store of what is known of orders. Written by anomaly alone; the trainer reads it. */
export class LabelStore {
  constructor(private readonly database: Database) {}

  /** Adds labels; one that is there already stays as it is. */
  async append(sql: Sql, labels: readonly ShopLabel[]): Promise<void> {
    if (labels.length === 0) return;
    const column = <T>(value: (label: FraudLabel) => T) => labels.map(({ label }) => value(label));
    await sql.query(
      `INSERT INTO fraud_label (shop_id, order_id, source, evidence, known_at, is_fraud, author)
       SELECT shop_id, order_id, source, evidence, to_timestamp(known_ms / 1000.0), is_fraud, author
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::boolean[], $7::text[])
         AS row(shop_id, order_id, source, evidence, known_ms, is_fraud, author)
       ORDER BY shop_id, order_id, source, evidence
       ON CONFLICT DO NOTHING`,
      [
        labels.map(({ shopId }) => shopId),
        column((label) => label.orderId),
        column((label) => label.source),
        column((label) => label.evidence),
        column((label) => label.knownAtMs),
        column((label) => label.isFraud),
        column((label) => label.author),
      ],
    );
  }

  /** Newest first, those before `beforeLabelId`; absent parts do not restrict. */
  async list(
    shopId: ShopId,
    page: {
      readonly orderId?: string;
      readonly source?: LabelSource;
      readonly beforeLabelId?: number;
      readonly limit: number;
    },
  ): Promise<readonly StoredLabel[]> {
    const rows = await this.database.query<LabelRow>(
      `SELECT ${COLUMNS} FROM fraud_label
       WHERE shop_id = $1 AND ($2::text IS NULL OR order_id = $2) AND ($3::text IS NULL OR source = $3)
         AND ($4::bigint IS NULL OR label_id < $4)
       ORDER BY label_id DESC LIMIT $5`,
      [shopId, page.orderId ?? null, page.source ?? null, page.beforeLabelId ?? null, page.limit],
    );
    return rows.map(storedLabel);
  }

  /** Orders of the shop that were found to be fraud by then, and after. */
  async countFrauds(
    shopId: ShopId,
    atMs: number,
  ): Promise<{ readonly before: number; readonly after: number }> {
    const [row] = await this.database.query<{ readonly before: string; readonly after: string }>(
      `SELECT count(*) FILTER (WHERE known_at <= to_timestamp($2 / 1000.0)) AS before,
              count(*) FILTER (WHERE known_at > to_timestamp($2 / 1000.0)) AS after
       FROM (SELECT order_id, min(known_at) AS known_at FROM fraud_label
             WHERE shop_id = $1 AND is_fraud GROUP BY order_id) AS fraud`,
      [shopId, atMs],
    );
    return { before: Number(row?.before ?? 0), after: Number(row?.after ?? 0) };
  }

  /** Pages of a shop's labels that were known by then, in the order they were added. */
  async *readKnownBy(shopId: ShopId, asOfMs: number): AsyncGenerator<readonly FraudLabel[]> {
    let after = 0;
    for (;;) {
      const rows = await this.database.query<LabelRow>(
        `SELECT ${COLUMNS} FROM fraud_label
         WHERE shop_id = $1 AND label_id > $2 AND known_at <= to_timestamp($3 / 1000.0)
         ORDER BY label_id LIMIT ${PAGE_SIZE}`,
        [shopId, after, asOfMs],
      );
      if (rows.length > 0) yield rows.map(storedLabel);
      if (rows.length < PAGE_SIZE) return;
      after = Number(rows.at(-1)?.label_id);
    }
  }
}

const storedLabel = (row: LabelRow): StoredLabel => ({
  labelId: Number(row.label_id),
  orderId: row.order_id,
  isFraud: row.is_fraud,
  source: row.source,
  // Written by append, from an EpochMs.
  knownAtMs: Number(row.known_ms) as EpochMs,
  author: row.author,
  evidence: row.evidence,
});
