import { CartwiseError, type ModelVersionId, type ShopId } from '#contracts';
import type { ModelStore, ModelVersionWithStatus } from '#database';

/** @throws CartwiseError NOT_FOUND for a version that the shop does not have. */
export async function findModel(
  models: Pick<ModelStore, 'find'>,
  shopId: ShopId,
  version: ModelVersionId,
): Promise<ModelVersionWithStatus> {
  const model = await models.find(shopId, version);
  if (model !== undefined) return model;
  const reason = `there is no model version ${JSON.stringify(version)}`;
  throw new CartwiseError('NOT_FOUND', { field: 'version', reason });
}
