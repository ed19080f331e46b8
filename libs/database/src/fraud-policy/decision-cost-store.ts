import type { ShopId } from '#contracts';
import { DecisionCosts } from '#contracts/generated/cartwise/fraud/v1/costs';
import type { Sql } from '../connection/database.ts';

/** What decisions cost each shop, by currency. Written and read by anomaly. */
export class DecisionCostStore {
  constructor(private readonly database: Sql) {}

  /** What was there before. */
  async put(sql: Sql, shopId: ShopId, costs: DecisionCosts): Promise<DecisionCosts | undefined> {
    const [before] = await sql.query<{ body: Buffer }>(
      'SELECT body FROM fraud_costs WHERE shop_id = $1 AND currency = $2 FOR UPDATE',
      [shopId, costs.currency],
    );
    await sql.query(
      `INSERT INTO fraud_costs (shop_id, currency, body) VALUES ($1, $2, $3)
       ON CONFLICT (shop_id, currency) DO UPDATE SET body = excluded.body`,
      [shopId, costs.currency, Buffer.from(DecisionCosts.encode(costs).finish())],
    );
    return before && DecisionCosts.decode(before.body);
  }

  /** In the order of the currencies. */
  async list(shopId: ShopId): Promise<readonly DecisionCosts[]> {
    const rows = await this.database.query<{ body: Buffer }>(
      'SELECT body FROM fraud_costs WHERE shop_id = $1 ORDER BY currency',
      [shopId],
    );
    return rows.map(({ body }) => DecisionCosts.decode(body));
  }
}
