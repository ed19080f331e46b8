import type { ModelKind, ShopId } from '#contracts';
import type { Sql } from '../connection/database.ts';

/**
 * Until the transaction ends: promotions get their ids, and are announced, in the order they take effect, and no
 * artifact is deleted that one of them is about to name.
 */
export async function lockPromotions(sql: Sql, shopId: ShopId, kind: ModelKind): Promise<void> {
  await sql.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `model_promotion/${shopId}/${kind}`,
  ]);
}
