import type { ShopId } from '#contracts';
import type { Sql } from '../connection/database.ts';

/**
 * Until the transaction ends: no other one screens events of these shops. Batches of a shop follow each other, so what an
 * order was judged by can be told from their order alone. Nearly every batch of a shop meets the others anyway, in the
 * rows of its large e-mail domains and banks.
 */
export async function lockScreening(sql: Sql, shopIds: readonly ShopId[]): Promise<void> {
  // One by one and in one order, the same for every transaction: they wait for each other and never deadlock.
  for (const shopId of [...new Set(shopIds)].sort()) {
    await sql.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`screening/${shopId}`]);
  }
}
