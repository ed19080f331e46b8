import type { ModelVersionId } from '#contracts';
import type { Database, ModelStore, ModelVersionWithStatus } from '#database';
import type { Actor } from '../audit/actor.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Clock } from '../config/clock.ts';
import { announceChampion } from './announce-champion.ts';
import { findModel } from './find-model.ts';
import { promotion } from './promotion.ts';
import { refuseWithoutArtifact } from './refuse-without-artifact.ts';

export interface PromotionDependencies {
  readonly database: Database;
  readonly models: ModelStore;
  readonly clock: Clock;
  readonly audit: Pick<AuditTrail, 'changed'>;
}

/**
 * Makes a version the champion of its kind and announces it; a champion is only announced again.
 * @throws CartwiseError NOT_FOUND for a version the shop does not have, CONFLICT for one whose artifact is gone.
 */
export async function promoteModel(
  { database, models, clock, audit }: PromotionDependencies,
  actor: Actor,
  version: ModelVersionId,
): Promise<ModelVersionWithStatus> {
  const { shopId } = actor;
  // Its kind never changes; whether it can serve is asked again below, when no artifact is being deleted.
  const model = await findModel(models, shopId, version);
  const before = await models.champion(shopId, model.kind);
  const at = clock();
  await database.transaction(async (sql) => {
    await models.recordPromotion(sql, shopId, model.kind, version, at);
    refuseWithoutArtifact(await models.find(shopId, version, sql));
    await announceChampion(sql, model, at);
    await audit.changed(sql, actor, promotion('model.promoted', before, model));
  });
  return { ...model, status: 'champion' };
}
