import { randomBytes } from 'node:crypto';
import type { EpochMs, ModelKind, ModelVersionId } from '#contracts';

/** Kind, time and four random digits, such as "recommender-20261123T210300Z-1f3a": sorts by age, never meets another. */
export function modelVersionId(kind: ModelKind, trainedAt: EpochMs): ModelVersionId {
  const stamp = new Date(trainedAt).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  // Plain letters and digits, as ModelVersionId says.
  return `${kind}-${stamp}-${randomBytes(2).toString('hex')}` as ModelVersionId;
}
