import { CartwiseError, type ModelKind } from '#contracts';
import type { ModelVersionWithStatus } from '#database';
import type { Actor } from '../audit/actor.ts';
import { announceChampion } from './announce-champion.ts';
import type { PromotionDependencies } from './promote-model.ts';
import { promotion } from './promotion.ts';
import { refuseWithoutArtifact } from './refuse-without-artifact.ts';

/**
 * Makes the champion before the current one the champion again and announces it.
 * @throws CartwiseError CONFLICT when there was none before, or its artifact is gone.
 */
export async function rollbackModel(
  { database, models, clock, audit }: PromotionDependencies,
  actor: Actor,
  kind: ModelKind,
): Promise<ModelVersionWithStatus> {
  const { shopId } = actor;
  const before = await models.champion(shopId, kind);
  const at = clock();
  const model = await database.transaction(async (sql) => {
    const version = await models.recordRollback(sql, shopId, kind, at);
    const previous = version === undefined ? undefined : await models.find(shopId, version, sql);
    if (previous === undefined) {
      throw new CartwiseError('CONFLICT', { reason: `no ${kind} model served before the current one` });
    }
    refuseWithoutArtifact(previous);
    await announceChampion(sql, previous, at);
    await audit.changed(sql, actor, promotion('model.rolled-back', before, previous));
    return previous;
  });
  return { ...model, status: 'champion' };
}
