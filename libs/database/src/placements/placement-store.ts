import { TOPICS, type ShopId } from '#contracts';
import type { Placement } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import type { Sql } from '../connection/database.ts';

const { codec } = TOPICS.placements;

/** The placements of every shop. Written and read by the gateway. */
export class PlacementStore {
  constructor(private readonly database: Sql) {}

  /** Adds or replaces one; false where the shop has `max` others already. Puts of one shop wait for each other. */
  async put(sql: Sql, shopId: ShopId, placement: Placement, max: number): Promise<boolean> {
    await sql.query(`SELECT pg_advisory_xact_lock(hashtextextended('placement ' || $1, 0))`, [shopId]);
    const rows = await sql.query(
      `INSERT INTO placement (shop_id, id, body)
       SELECT $1, $2, $3 WHERE (SELECT count(*) FROM placement WHERE shop_id = $1 AND id <> $2) < $4
       ON CONFLICT (shop_id, id) DO UPDATE SET body = excluded.body RETURNING id`,
      [shopId, placement.id, Buffer.from(codec.encode(placement)), max],
    );
    return rows.length > 0;
  }

  async find(shopId: ShopId, id: string): Promise<Placement | undefined> {
    const [row] = await this.database.query<{ body: Buffer }>(
      'SELECT body FROM placement WHERE shop_id = $1 AND id = $2',
      [shopId, id],
    );
    return row && codec.decode(row.body);
  }

  /** In the order of their ids. */
  async list(shopId: ShopId): Promise<readonly Placement[]> {
    const rows = await this.database.query<{ body: Buffer }>(
      'SELECT body FROM placement WHERE shop_id = $1 ORDER BY id',
      [shopId],
    );
    return rows.map(({ body }) => codec.decode(body));
  }

  /** Whether there was one. */
  async delete(sql: Sql, shopId: ShopId, id: string): Promise<boolean> {
    const rows = await sql.query('DELETE FROM placement WHERE shop_id = $1 AND id = $2 RETURNING id', [
      shopId,
      id,
    ]);
    return rows.length > 0;
  }
}
