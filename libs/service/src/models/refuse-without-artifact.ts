import { CartwiseError } from '#contracts';
import type { ModelVersionWithStatus } from '#database';

/** Throws CONFLICT for a version that cannot serve again. Inside a transaction this undoes its promotion. */
export function refuseWithoutArtifact(model: ModelVersionWithStatus | undefined): void {
  if (model?.artifactDeletedAt === undefined) return;
  const since = new Date(model.artifactDeletedAt).toISOString();
  throw new CartwiseError('CONFLICT', {
    reason: `the artifact of ${model.version} was deleted at ${since}: it was too far back to keep`,
  });
}
