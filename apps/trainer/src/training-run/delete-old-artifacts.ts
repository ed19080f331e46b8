import type { EpochMs, ModelKind, ShopId } from '#contracts';
import { retireArtifacts } from '#database';
import type { TrainingTools } from './training-tools.ts';

/** So many rollbacks in a row find their model: ten nights at the least, at the cost of some ten artifacts on the disk. */
const ROLLBACKS_KEPT = 10;
/** Of those that no rollback reaches (never promoted, or rolled back from), for whoever wants to promote one by hand. */
const OTHERS_KEPT = 5;
/** A gateway or scorer may be reading what was published or promoted since; reading takes minutes at the most. */
const GRACE_MS = 24 * 3_600_000;

/**
 * Deletes the artifacts of a shop's versions that nobody will go back to; their rows stay and say so. A failure leaves
 * the training as it is: the next publish tries again.
 */
export async function deleteOldArtifacts(
  { database, artifacts, clock, logger }: Pick<TrainingTools, 'database' | 'artifacts' | 'clock' | 'logger'>,
  shopId: ShopId,
  kind: ModelKind,
): Promise<void> {
  const at = clock();
  const retention = {
    rollbacks: ROLLBACKS_KEPT,
    others: OTHERS_KEPT,
    untouchedSince: (at - GRACE_MS) as EpochMs,
  };
  try {
    const versions = await database.transaction(async (sql) => {
      const retired = await retireArtifacts(sql, shopId, kind, retention, at);
      for (const version of retired) await artifacts.delete(shopId, version);
      return retired;
    });
    if (versions.length > 0) logger.info({ shopId, kind, versions }, 'old artifacts were deleted');
  } catch (err) {
    logger.warn({ shopId, kind, err }, 'old artifacts could not be deleted');
  }
}
