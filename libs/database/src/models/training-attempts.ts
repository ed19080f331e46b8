import type { EpochMs, ShopId } from '#contracts';
import type { Sql } from '../connection/database.ts';

/** When training last began, whatever became of it: an interval between trainings outlives the process that keeps it. */
export class TrainingAttempts {
  constructor(private readonly database: Sql) {}

  /** Notes that training of these shops begins. */
  async record(shopIds: readonly ShopId[], at: EpochMs): Promise<void> {
    await this.database.query(
      `INSERT INTO training_attempt (shop_id, began_at)
       SELECT shop_id, to_timestamp($2 / 1000.0) FROM unnest($1::text[]) AS shop_id
       ON CONFLICT (shop_id) DO UPDATE SET began_at = excluded.began_at`,
      [[...new Set(shopIds)], at],
    );
  }

  /** The newest attempt at any of these shops; undefined when there was none. */
  async latest(shopIds: readonly ShopId[]): Promise<EpochMs | undefined> {
    const [row] = await this.database.query<{ began_ms: string | null }>(
      `SELECT (extract(epoch FROM max(began_at)) * 1000)::bigint AS began_ms
       FROM training_attempt WHERE shop_id = ANY ($1)`,
      [shopIds],
    );
    // As record wrote it.
    return row === undefined || row.began_ms === null ? undefined : (Number(row.began_ms) as EpochMs);
  }
}
