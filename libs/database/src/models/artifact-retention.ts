import type { EpochMs, ModelKind, ModelVersionId, ShopId } from '#contracts';
import type { Sql } from '../connection/database.ts';
import { lockPromotions } from './lock-promotions.ts';

/** Which artifacts of one shop and kind stay. The champion's always does. */
export interface ArtifactRetention {
  /** Rollbacks in a row that find their artifact. */
  readonly rollbacks: number;
  /** The newest of the other versions, for whoever wants to promote one by hand. */
  readonly others: number;
  /** What was trained or promoted since then stays: someone may be reading it now. */
  readonly untouchedSince: EpochMs;
}

/**
 * Marks the versions whose artifacts need not stay as deleted and gives them; one that is marked cannot be promoted
 * again. The caller deletes the files in the same transaction, which holds off promotions: should that fail, nothing is
 * marked and the next call gives them again.
 */
export async function retireArtifacts(
  sql: Sql,
  shopId: ShopId,
  kind: ModelKind,
  { rollbacks, others, untouchedSince }: ArtifactRetention,
  at: EpochMs,
): Promise<readonly ModelVersionId[]> {
  await lockPromotions(sql, shopId, kind);
  const rows = await sql.query<{ version: ModelVersionId }>(
    `WITH RECURSIVE reachable AS (
       (SELECT version, falls_back_to, 0 AS steps FROM model_promotion
        WHERE shop_id = $1 AND kind = $2 ORDER BY id DESC LIMIT 1)
       UNION ALL
       SELECT before.version, before.falls_back_to, steps + 1
       FROM reachable JOIN model_promotion AS before ON before.id = reachable.falls_back_to
       WHERE steps < $3
     ), other AS (
       SELECT version, trained_at, row_number() OVER (ORDER BY trained_at DESC, version DESC) AS place
       FROM model_version
       WHERE shop_id = $1 AND kind = $2 AND artifact_deleted_at IS NULL
         AND version NOT IN (SELECT version FROM reachable)
     )
     UPDATE model_version AS model SET artifact_deleted_at = to_timestamp($6 / 1000.0)
     FROM other
     WHERE model.shop_id = $1 AND model.version = other.version AND other.place > $4
       AND other.trained_at < to_timestamp($5 / 1000.0)
       AND NOT EXISTS (
         SELECT FROM model_experiment AS running
         WHERE running.shop_id = $1 AND running.version = other.version AND running.ended_at IS NULL)
       AND NOT EXISTS (
         SELECT FROM model_promotion AS recent
         WHERE recent.shop_id = $1 AND recent.version = other.version
           AND recent.promoted_at >= to_timestamp($5 / 1000.0))
     RETURNING model.version`,
    [shopId, kind, rollbacks, others, untouchedSince, at],
  );
  return rows.map(({ version }) => version);
}
