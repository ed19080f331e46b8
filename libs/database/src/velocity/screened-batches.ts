import type { ShopId } from '#contracts';
import type { Database, Sql } from '../connection/database.ts';
import { VECTOR_KEPT_DAYS } from './order-vector-store.ts';

/** Where a batch of events lies on events.v1. */
export interface LogPlace {
  readonly partition: number;
  readonly firstOffset: number;
  /** The offset after its last record. */
  readonly untilOffset: number;
}

export interface ScreenedBatch extends LogPlace {
  /** Of two batches with events of one shop, the one with the smaller position was screened first. */
  readonly position: number;
}

interface Columns {
  readonly position: string;
  readonly log_partition: number;
  readonly first_offset: string;
  readonly until_offset: string;
}

/** A page of a long read. */
const PAGE_SIZE = 1_000;

/** The journal of screening: which batch came after which. Written by anomaly alone. */
export class ScreenedBatches {
  /**
   * Notes batches of these shops, one a partition, which the transaction has locked (see lockScreening), in the order
   * in which they are screened; returns their positions by partition.
   */
  async note(
    sql: Sql,
    places: readonly LogPlace[],
    shopIds: readonly ShopId[],
  ): Promise<ReadonlyMap<number, number>> {
    const rows = await sql.query<Pick<Columns, 'position' | 'log_partition'>>(
      `WITH noted AS (
         INSERT INTO screened_batch (log_partition, first_offset, until_offset, screened_at)
         SELECT log_partition, first_offset, until_offset, now()
         FROM unnest($1::int[], $2::bigint[], $3::bigint[]) WITH ORDINALITY
           AS place(log_partition, first_offset, until_offset, turn)
         ORDER BY turn RETURNING position, log_partition
       ), positions AS (
         INSERT INTO screening_position (shop_id, position)
         SELECT shop_id, max(position) FROM unnest($4::text[]) AS shop_id, noted GROUP BY shop_id
         ON CONFLICT (shop_id) DO UPDATE SET position = excluded.position
       )
       SELECT position, log_partition FROM noted`,
      [
        places.map(({ partition }) => partition),
        places.map(({ firstOffset }) => firstOffset),
        places.map(({ untilOffset }) => untilOffset),
        shopIds,
      ],
    );
    return new Map(rows.map((row) => [row.log_partition, Number(row.position)]));
  }

  /** Pages of all that are kept, in the order in which they were screened. */
  async *readAll(sql: Sql): AsyncGenerator<readonly ScreenedBatch[]> {
    let after = 0;
    for (;;) {
      const rows = await sql.query<Columns>(
        `SELECT position, log_partition, first_offset, until_offset FROM screened_batch
         WHERE position > $1 ORDER BY position LIMIT ${PAGE_SIZE}`,
        [after],
      );
      if (rows.length > 0) {
        yield rows.map((row) => ({
          position: Number(row.position),
          partition: row.log_partition,
          firstOffset: Number(row.first_offset),
          untilOffset: Number(row.until_offset),
        }));
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE_SIZE) return;
      after = Number(last.position);
    }
  }

  /** Deletes what no vector that is kept can ask for; returns how many. */
  async forgetOld(database: Database, nowMs: number): Promise<number> {
    const [gone] = await database.query<{ count: number }>(
      `WITH gone AS (
         DELETE FROM screened_batch
         WHERE screened_at < to_timestamp($1 / 1000.0) - make_interval(days => $2) RETURNING 1)
       SELECT count(*)::int AS count FROM gone`,
      [nowMs, VECTOR_KEPT_DAYS],
    );
    return gone?.count ?? 0;
  }
}
