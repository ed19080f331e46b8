import type { ShopId } from '#contracts';
import type { Sql } from '../connection/database.ts';
import type { DriftReport, DriftWindowRow } from './fraud-drift-row.ts';

interface WindowColumns {
  readonly shop_id: ShopId;
  readonly version: string;
  readonly from_ms: string;
  readonly orders: number;
  readonly counts: readonly number[];
}

interface ReportColumns extends Omit<WindowColumns, 'counts'> {
  readonly until_ms: string;
  readonly score_psi: number;
  readonly features: DriftReport['features'];
}

const FROM_MS = '(extract(epoch FROM from_at) * 1000)::bigint AS from_ms';
/** Reports are kept for this time. */
const KEPT = "interval '90 days'";

const REPORT = `shop_id, version, orders, score_psi, features, ${FROM_MS},
         (extract(epoch FROM until_at) * 1000)::bigint AS until_ms`;

/** The drift of orders. Written by anomaly alone, in transactions that screen the shop; the trainer reads it. */
export class FraudDriftStore {
  /** Of shops whose screening the transaction has locked. */
  async readWindows(sql: Sql, shopIds: readonly ShopId[]): Promise<readonly DriftWindowRow[]> {
    if (shopIds.length === 0) return [];
    const rows = await sql.query<WindowColumns>(
      `SELECT shop_id, version, orders, counts, ${FROM_MS} FROM fraud_drift_window WHERE shop_id = ANY($1::text[])`,
      [shopIds],
    );
    return rows.map(({ shop_id: shopId, version, from_ms, orders, counts }) => ({
      shopId,
      version,
      fromMs: Number(from_ms),
      orders,
      counts: Int32Array.from(counts),
    }));
  }

  async saveWindow(sql: Sql, { shopId, version, fromMs, orders, counts }: DriftWindowRow): Promise<void> {
    await sql.query(
      `INSERT INTO fraud_drift_window (shop_id, version, from_at, orders, counts)
       VALUES ($1, $2, to_timestamp($3 / 1000.0), $4, $5::integer[])
       ON CONFLICT (shop_id) DO UPDATE SET version = excluded.version, from_at = excluded.from_at,
         orders = excluded.orders, counts = excluded.counts`,
      [shopId, version, fromMs, orders, [...counts]],
    );
  }

  /** Adds a report; old ones of the shop go. */
  async addReport(sql: Sql, report: DriftReport): Promise<void> {
    const { shopId, version, fromMs, untilMs, orders, scorePsi, features } = report;
    await sql.query(
      `INSERT INTO fraud_drift_report (shop_id, until_at, version, from_at, orders, score_psi, features)
       VALUES ($1, to_timestamp($2 / 1000.0), $3, to_timestamp($4 / 1000.0), $5, $6, $7) ON CONFLICT DO NOTHING`,
      [shopId, untilMs, version, fromMs, orders, scorePsi, JSON.stringify(features)],
    );
    await sql.query(
      `DELETE FROM fraud_drift_report WHERE shop_id = $1 AND until_at < to_timestamp($2 / 1000.0) - ${KEPT}`,
      [shopId, untilMs],
    );
  }

  /** The newest report of each shop that has one. */
  async newestReports(sql: Sql): Promise<readonly DriftReport[]> {
    const rows = await sql.query<ReportColumns>(
      `SELECT DISTINCT ON (shop_id) ${REPORT} FROM fraud_drift_report ORDER BY shop_id, until_at DESC`,
    );
    return rows.map(toReport);
  }

  /** Of a shop, newest first; of one version where it is named, and with an index above `psiAbove` where it is given. */
  async reports(
    sql: Sql,
    shopId: ShopId,
    { version, psiAbove, limit }: DriftReportsWanted,
  ): Promise<readonly DriftReport[]> {
    const rows = await sql.query<ReportColumns>(
      `SELECT ${REPORT} FROM fraud_drift_report
       WHERE shop_id = $1 AND ($2::text IS NULL OR version = $2)
         AND ($3::float8 IS NULL OR greatest(score_psi, (features -> 0 ->> 'psi')::float8) > $3)
       ORDER BY until_at DESC LIMIT $4`,
      [shopId, version ?? null, psiAbove ?? null, limit],
    );
    return rows.map(toReport);
  }
}

export interface DriftReportsWanted {
  readonly version?: string;
  readonly psiAbove?: number;
  readonly limit: number;
}

const toReport = (row: ReportColumns): DriftReport => ({
  shopId: row.shop_id,
  version: row.version,
  fromMs: Number(row.from_ms),
  untilMs: Number(row.until_ms),
  orders: row.orders,
  scorePsi: row.score_psi,
  features: row.features,
});
