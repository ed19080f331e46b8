import type { EpochMs, ExperimentArm, ExperimentMode, ModelVersionId, ShopId } from '#contracts';
import type { Database, Sql } from '../connection/database.ts';
import type { ArmCounts, ExperimentRow, Exposure, ExposureHit } from './experiment-row.ts';

interface Columns {
  readonly id: string;
  readonly shop_id: ShopId;
  readonly mode: ExperimentMode;
  readonly version: ModelVersionId;
  readonly champion_version: ModelVersionId;
  readonly share_percent: number;
  readonly started_ms: string;
  readonly ended_ms: string | null;
  readonly end_reason: string | null;
}

const SELECT = `
  SELECT id, shop_id, mode, version, champion_version, share_percent, end_reason,
         (extract(epoch FROM started_at) * 1000)::bigint AS started_ms,
         (extract(epoch FROM ended_at) * 1000)::bigint AS ended_ms
  FROM model_experiment`;

/** Of a shopper: a page shows several lists, and what is on it is clicked when the next one has been asked for. */
const LISTS_KEPT = 20;
const ITEMS_KEPT = 200;
/** A hit within this time after the newest list was shown counts. */
const ATTRIBUTED = "interval '24 hours'";
/** Exposures of what ended before then are deleted with it when another one starts. */
const KEPT = "interval '90 days'";

/** Experiments and what came of them. Written by the gateway. */
export class ExperimentStore {
  constructor(private readonly database: Database) {}

  /** Adds one; false when the shop has one of that mode running. Old ones that ended go. */
  async insert(sql: Sql, row: ExperimentRow): Promise<boolean> {
    await sql.query(`DELETE FROM model_experiment WHERE shop_id = $1 AND ended_at < now() - ${KEPT}`, [
      row.shopId,
    ]);
    const rows = await sql.query(
      `INSERT INTO model_experiment (id, shop_id, mode, version, champion_version, share_percent, started_at)
       VALUES ($1, $2, $3, $4, $5, $6, to_timestamp($7 / 1000.0))
       ON CONFLICT (shop_id, mode) WHERE ended_at IS NULL DO NOTHING RETURNING id`,
      [row.id, row.shopId, row.mode, row.version, row.championVersion, row.sharePercent, row.startedAt],
    );
    return rows.length > 0;
  }

  /** Ends one that runs; false when it had ended already. */
  async end(sql: Sql, id: string, at: EpochMs, reason: string): Promise<boolean> {
    const rows = await sql.query(
      `UPDATE model_experiment SET ended_at = to_timestamp($2 / 1000.0), end_reason = $3
       WHERE id = $1 AND ended_at IS NULL RETURNING id`,
      [id, at, reason],
    );
    return rows.length > 0;
  }

  /** Newest first. */
  async list(shopId: ShopId, limit: number): Promise<readonly ExperimentRow[]> {
    const rows = await this.database.query<Columns>(
      `${SELECT} WHERE shop_id = $1 ORDER BY started_at DESC LIMIT $2`,
      [shopId, limit],
    );
    return rows.map(fromColumns);
  }

  async running(shopId: ShopId, mode: ExperimentMode): Promise<ExperimentRow | undefined> {
    const [row] = await this.database.query<Columns>(
      `${SELECT} WHERE shop_id = $1 AND mode = $2 AND ended_at IS NULL`,
      [shopId, mode],
    );
    return row === undefined ? undefined : fromColumns(row);
  }

  /** Counts lists that were shown; of each shopper the newest lists and items are kept. */
  async expose(exposures: readonly Exposure[]): Promise<void> {
    await this.database.query(
      `WITH shown AS (
         SELECT "experimentId", "shopperHash", (array_agg(arm))[1] AS arm, count(*) AS lists,
                array_agg("recommendationId" ORDER BY at DESC) AS recommendation_ids,
                jsonb_agg("itemIds" ORDER BY at DESC) AS items_of_lists,
                to_timestamp(min(at) / 1000.0) AS first_shown_at, to_timestamp(max(at) / 1000.0) AS shown_at
         FROM jsonb_to_recordset($1::jsonb)
           AS row("experimentId" text, "shopperHash" text, arm text, "recommendationId" text, "itemIds" jsonb, at float8)
         GROUP BY 1, 2)
       INSERT INTO experiment_exposure AS kept
         (experiment_id, shopper_hash, arm, lists, recommendation_ids, item_ids, first_shown_at, shown_at)
       SELECT "experimentId", "shopperHash", arm, lists, recommendation_ids[1:${LISTS_KEPT}],
              ARRAY(SELECT item
                    FROM jsonb_array_elements(items_of_lists) WITH ORDINALITY AS list(items, place),
                         jsonb_array_elements_text(items) WITH ORDINALITY AS entry(item, place)
                    ORDER BY list.place, entry.place LIMIT ${ITEMS_KEPT}),
              first_shown_at, shown_at
       FROM shown
       ON CONFLICT (experiment_id, shopper_hash) DO UPDATE
       SET lists = kept.lists + excluded.lists, shown_at = excluded.shown_at,
           recommendation_ids = (excluded.recommendation_ids || kept.recommendation_ids)[1:${LISTS_KEPT}],
           item_ids = (excluded.item_ids || kept.item_ids)[1:${ITEMS_KEPT}]`,
      [JSON.stringify(exposures)],
    );
  }

  /** Attributes clicks or purchases to the shopper's newest lists: by the id of one, or by an item that was on them. */
  async hit(sql: Sql, kind: 'click' | 'purchase', hits: readonly ExposureHit[]): Promise<void> {
    if (hits.length === 0) return;
    const column = kind === 'click' ? 'clicked_at' : 'bought_at';
    await sql.query(
      `UPDATE experiment_exposure AS kept SET ${column} = to_timestamp(hit.at / 1000.0)
       FROM jsonb_to_recordset($1::jsonb)
         AS hit("experimentId" text, "shopperHash" text, "recommendationId" text, "itemIds" jsonb, at float8)
       WHERE kept.experiment_id = hit."experimentId" AND kept.shopper_hash = hit."shopperHash" AND kept.${column} IS NULL
         AND to_timestamp(hit.at / 1000.0) < kept.shown_at + ${ATTRIBUTED}
         AND (hit."recommendationId" = ANY(kept.recommendation_ids)
              OR (to_timestamp(hit.at / 1000.0) >= kept.first_shown_at
                  AND kept.item_ids && ARRAY(SELECT jsonb_array_elements_text(hit."itemIds"))))`,
      [JSON.stringify(hits)],
    );
  }

  async counts(id: string): Promise<readonly ArmCounts[]> {
    const rows = await this.database.query<{ arm: ExperimentArm } & Record<string, string>>(
      `SELECT arm, count(*) AS shoppers, sum(lists) AS lists, count(clicked_at) AS clicked, count(bought_at) AS bought,
              count(coalesce(clicked_at, bought_at)) AS hit
       FROM experiment_exposure WHERE experiment_id = $1 GROUP BY arm ORDER BY arm`,
      [id],
    );
    return rows.map((row) => ({
      arm: row.arm,
      shoppers: Number(row['shoppers']),
      lists: Number(row['lists']),
      clicked: Number(row['clicked']),
      bought: Number(row['bought']),
      hit: Number(row['hit']),
    }));
  }
}

/** Times are as a typed row wrote them. */
function fromColumns(row: Columns): ExperimentRow {
  return {
    id: row.id,
    shopId: row.shop_id,
    mode: row.mode,
    version: row.version,
    championVersion: row.champion_version,
    sharePercent: row.share_percent,
    startedAt: Number(row.started_ms) as EpochMs,
    ...(row.ended_ms === null ? {} : { endedAt: Number(row.ended_ms) as EpochMs }),
    ...(row.end_reason === null ? {} : { endReason: row.end_reason }),
  };
}
