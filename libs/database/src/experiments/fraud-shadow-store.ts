import type { EpochMs } from '#contracts';
import type { Sql } from '../connection/database.ts';

const DAY_MS = 86_400_000;

/** So many orders of a currency were decided so by the champion, and so by the model in its shadow. */
export interface ShadowDecisionCount {
  readonly champion: string;
  readonly challenger: string;
  /** ISO 4217; empty for orders that were counted before amounts were. */
  readonly currency: string;
  readonly orders: number;
  /** What they came to in all, in minor units. */
  readonly amountMinor: number;
}

/** What fraud models in the shadow would have decided, by day (UTC). Written by anomaly, read by the gateway. */
export class FraudShadowStore {
  constructor(private readonly database: Sql) {}

  /** Adds to the counts of today; those of an experiment that is not there any more are left out. */
  async add(experimentId: string, counts: readonly ShadowDecisionCount[], nowMs: EpochMs): Promise<void> {
    await this.database.query(
      `INSERT INTO fraud_shadow_count (experiment_id, day, champion, challenger, currency, orders, amount_minor)
       SELECT $1, $2, champion, challenger, currency, orders, "amountMinor"
       FROM jsonb_to_recordset($3::jsonb)
         AS row(champion text, challenger text, currency text, orders bigint, "amountMinor" bigint)
       WHERE EXISTS (SELECT 1 FROM model_experiment WHERE id = $1)
       ORDER BY champion, challenger, currency
       ON CONFLICT (experiment_id, day, champion, challenger, currency)
       DO UPDATE SET orders = fraud_shadow_count.orders + excluded.orders,
                     amount_minor = fraud_shadow_count.amount_minor + excluded.amount_minor`,
      [experimentId, Math.floor(nowMs / DAY_MS), JSON.stringify(counts)],
    );
  }

  /** Over all days, most orders first. `sql` may be a transaction. */
  async totals(experimentId: string, sql: Sql = this.database): Promise<readonly ShadowDecisionCount[]> {
    const rows = await sql.query<Record<keyof ShadowDecisionCount, string>>(
      `SELECT champion, challenger, currency, sum(orders) AS orders, sum(amount_minor) AS "amountMinor"
       FROM fraud_shadow_count
       WHERE experiment_id = $1 GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3`,
      [experimentId],
    );
    return rows.map((row) => ({
      ...row,
      orders: Number(row.orders),
      amountMinor: Number(row.amountMinor),
    }));
  }
}
