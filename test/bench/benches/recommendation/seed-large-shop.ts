import { recordKey, TOPICS, type EpochMs, type ModelVersionId, type ShopId } from '#contracts';
import { Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import type { Database } from '#database';
import {
  chooseSplit,
  DataSetBuilder,
  openTensorFlow,
  trainRecommender,
  type RecommenderTrainingBudget,
  type TrainedModel,
} from '#ml';
import type { Infrastructure } from '#service';
import { E2E_SHOP } from '../../../e2e/deployment.ts';
import type { BenchOptions } from '../../bench.ts';
import { catalogueItemOf, historyOf, profileOf, userIdOf, type ShopSize } from './large-shop.ts';

export const SHOP_ID = E2E_SHOP.id as ShopId;
const VERSION = 'recommender-of-the-large-shop' as ModelVersionId;
const ITEMS_PER_APPEND = 1_000;
const PROFILES_PER_STATEMENT = 2_000;

/** A model of the serving's real shape: what is learnt is of no interest here, how long serving takes is. */
const BUDGET = {
  attention: {
    dimension: 64,
    historyMost: 20,
    epochs: 1,
    stepsMost: 30,
    batchPositions: 512,
    negatives: 256,
    learningRate: 2e-3,
    dropout: 0.2,
    start: 'random',
  },
  blend: { hiddenUnits: 64, epochs: 2, queriesPerStep: 32, candidatesMost: 96, learningRate: 3e-3 },
  fittingQueriesMost: 300,
  heldOutQueriesMost: 50,
} as const;

/** Seconds: a quick run shows that the benchmark works. */
const QUICK_BUDGET = {
  ...BUDGET,
  tuning: { queriesMost: 20, roundsMost: 0 },
  fittingQueriesMost: 40,
} as const;

/**
 * A large shop as weeks of traffic would have left it: its catalogue on the log, a profile of each user in the store,
 * and a model trained on their histories. Written straight into the stores, for the doors would take an hour.
 */
export async function seedLargeShop(
  { database, eventLog, artifacts }: Pick<Infrastructure, 'database' | 'eventLog' | 'artifacts'>,
  size: ShopSize,
  { quick }: Pick<BenchOptions, 'quick'>,
): Promise<{ readonly modelVersion: string }> {
  const startMs = Date.now();
  for (let from = 0; from < size.items; from += ITEMS_PER_APPEND) {
    const length = Math.min(ITEMS_PER_APPEND, size.items - from);
    const items = Array.from({ length }, (_, i) => catalogueItemOf(from + i, SHOP_ID, startMs));
    await eventLog.append(
      TOPICS.items,
      items.map((value) => ({ key: recordKey(SHOP_ID, value.id), value })),
    );
  }
  for (let from = 0; from < size.users; from += PROFILES_PER_STATEMENT) {
    const length = Math.min(PROFILES_PER_STATEMENT, size.users - from);
    await saveProfiles(
      database,
      Array.from({ length }, (_, i) => profileOf(from + i, size, startMs)),
    );
  }
  await database.query('VACUUM ANALYZE profile');
  // Written out now, not while pages are asked for.
  await database.query('CHECKPOINT');
  const trained = await train(size, startMs, quick ? QUICK_BUDGET : BUDGET);
  await artifacts.write(SHOP_ID, VERSION, trained.files);
  const champion = {
    shopId: SHOP_ID,
    kind: 'recommender' as const,
    version: VERSION,
    artifactSha256: trained.sha256,
    promotedAt: startMs as EpochMs,
  };
  await eventLog.append(TOPICS.modelVersions, [{ key: recordKey(SHOP_ID, 'recommender'), value: champion }]);
  return { modelVersion: VERSION };
}

/** Writes profiles as the profiles service leaves them. */
export async function saveProfiles(database: Database, profiles: readonly Profile[]): Promise<void> {
  await database.query(
    `INSERT INTO profile (shop_id, profile_id, version, body, log_offset)
     SELECT $1, *, 0 FROM unnest($2::text[], $3::bigint[], $4::bytea[])
     ON CONFLICT (shop_id, profile_id) DO UPDATE SET version = excluded.version, body = excluded.body`,
    [
      SHOP_ID,
      profiles.map(({ profileId }) => profileId),
      profiles.map(({ version }) => version),
      profiles.map((profile) => Buffer.from(Profile.encode(profile).finish())),
    ],
  );
}

async function train(
  size: ShopSize,
  nowMs: number,
  budget: Partial<RecommenderTrainingBudget>,
): Promise<TrainedModel> {
  const { tf, backend } = await openTensorFlow('auto');
  const builder = new DataSetBuilder();
  for (let user = 0; user < size.users; user++) {
    for (const interaction of historyOf(user, size, nowMs)) builder.add(`u:${userIdOf(user)}`, interaction);
  }
  const dataSet = builder.build();
  return trainRecommender({
    tf,
    backend,
    dataSet,
    splitAtMs: chooseSplit(dataSet),
    seed: 1,
    version: VERSION,
    trainedAtMs: nowMs,
    budget,
  });
}
