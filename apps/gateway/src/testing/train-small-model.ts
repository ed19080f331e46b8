import type { EpochMs, ModelVersionId } from '#contracts';
import { Database, ModelStore } from '#database';
import { chooseSplit, DataSetBuilder, openTensorFlow, trainRecommender, type TrainedModel } from '#ml';
import type { Infrastructure } from '#service';
import { NOW_MS, SHOP } from './samples.ts';

const HOUR_MS = 3_600_000;

/** Twelve items; a shopper who looks at one looks at the next one after it. Trained for real, in seconds. */
export async function trainSmallModel(version: string) {
  const { tf, backend } = await openTensorFlow('cpu');
  const builder = new DataSetBuilder();
  for (let shopper = 0; shopper < 80; shopper++) {
    for (let step = 0; step < 4; step++) {
      builder.add(`u:${shopper}`, {
        itemId: `item-${(shopper + step) % 12}`,
        kind: step === 3 ? 'purchase' : 'view',
        timeMs: NOW_MS - (81 - shopper) * HOUR_MS + step * 60_000,
      });
    }
  }
  const dataSet = builder.build();
  return trainRecommender({
    tf,
    backend,
    dataSet,
    splitAtMs: chooseSplit(dataSet),
    seed: 1,
    version,
    trainedAtMs: NOW_MS,
  });
}

/** Stores what was trained as the trainer does: the artifact first, then the row. Nobody promotes it. */
export async function storeModel(
  { artifacts, database }: Pick<Infrastructure, 'artifacts'> & { readonly database: Database },
  version: string,
  trained: TrainedModel,
): Promise<void> {
  await artifacts.write(SHOP, version, trained.files);
  await new ModelStore(database).insert(database, {
    shopId: SHOP,
    kind: 'recommender',
    version: version as ModelVersionId,
    trainedAt: NOW_MS,
    dataFrom: trained.manifest.dataFromMs as EpochMs,
    dataUntil: trained.manifest.dataUntilMs as EpochMs,
    evaluations: trained.evaluations,
    artifactSha256: trained.sha256,
    backend: trained.manifest.backend,
    trainSeconds: 1,
    note: 'trained by a test',
  });
}
