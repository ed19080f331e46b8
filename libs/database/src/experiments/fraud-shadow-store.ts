import type { EpochMs } from '#contracts';
import type { Sql } from '../connection/database.ts';

const DAY_MS = 86_400_000;

/** So many orders were decided so by the champion, and so by the model in its shadow. */
export interface ShadowDecisionCount {
  readonly champion: string;
  readonly challenger: string;
  readonly orders: number;
}

/** What fraud models in the shadow would have decided, by day (UTC). Written by anomaly, read by the gateway. */
export class FraudShadowStore {
  constructor(private readonly database: Sql) {}

  /** Adds to the counts of today; those of an experiment that is not there any more are left out. */
  async add(experimentId: string, counts: readonly ShadowDecisionCount[], nowMs: EpochMs): Promise<void> {
    await this.database.query(
      `INSERT INTO fraud_shadow_count (experiment_id, day, champion, challenger, orders)
       SELECT $1, $2, champion, challenger, orders
       FROM jsonb_to_recordset($3::jsonb) AS row(champion text, challenger text, orders bigint)
       WHERE EXISTS (SELECT 1 FROM model_experiment WHERE id = $1)
       ORDER BY champion, challenger
       ON CONFLICT (experiment_id, day, champion, challenger)
       DO UPDATE SET orders = fraud_shadow_count.orders + excluded.orders`,
      [experimentId, Math.floor(nowMs / DAY_MS), JSON.stringify(counts)],
    );
  }

  /** Over all days, most orders first. */
  async totals(experimentId: string): Promise<readonly ShadowDecisionCount[]> {
    const rows = await this.database.query<Omit<ShadowDecisionCount, 'orders'> & { readonly orders: string }>(
      `SELECT champion, challenger, sum(orders) AS orders FROM fraud_shadow_count
       WHERE experiment_id = $1 GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2`,
      [experimentId],
    );
    return rows.map((row) => ({ ...row, orders: Number(row.orders) }));
  }
}
