import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TOPICS, type EpochMs, type ExperimentRecord, type ModelVersionId, type ShopId } from '#contracts';
import { openTensorFlow, orderFeatures, orderOf, trainFraudModel, type TrainedModel } from '#ml';
import { createLogger } from '#service';
import { Feed } from '#test-support';
import { TEST_TIME_MS, testOrder } from '../testing/test-event.ts';
import { FraudChallengers } from './fraud-challengers.ts';

const SHOP = 'demo' as ShopId;
const silent = createLogger({ service: 'test', level: 'silent' });

async function train(): Promise<TrainedModel> {
  const { tf, backend } = await openTensorFlow('cpu');
  const rows = Array.from({ length: 220 }, (_, i) =>
    orderFeatures(orderOf(testOrder(`o${i}`, { totalMinor: 900 + i })), {}, TEST_TIME_MS),
  );
  return trainFraudModel({
    tf,
    backend,
    rows,
    seed: 1,
    version: 'fraud-2',
    trainedAtMs: 3,
    dataFromMs: 1,
    dataUntilMs: 2,
    budget: { hidden: [4, 2, 4], epochs: 1 },
  });
}

const recordOf = (artifactSha256: string): ExperimentRecord => ({
  shopId: SHOP,
  mode: 'fraud-shadow',
  experimentId: 'e1',
  version: 'fraud-2' as ModelVersionId,
  artifactSha256,
  sharePercent: 50,
  startedAt: TEST_TIME_MS as EpochMs,
});

describe('the fraud models in the shadow', () => {
  let trained: TrainedModel;
  let feed: Feed;
  let challengers: FraudChallengers;

  beforeAll(async () => {
    trained = await train();
  });
  beforeEach(async () => {
    feed = new Feed();
    challengers = new FraudChallengers(feed, { read: async () => trained.files }, silent);
    await challengers.onApplicationBootstrap();
  });
  afterEach(async () => challengers.beforeApplicationShutdown());

  it('begin with their experiment and end with it', async () => {
    expect(challengers.of(SHOP)).toBeUndefined();
    await feed.send(TOPICS.experiments, SHOP, 'fraud-shadow', recordOf(trained.sha256));
    expect(challengers.of(SHOP)?.model.manifest.version).toBe('fraud-2');
    await feed.send(TOPICS.experiments, SHOP, 'fraud-shadow', null);
    expect(challengers.of(SHOP)).toBeUndefined();
  });

  it('are not those that gateways try', async () => {
    await feed.send(TOPICS.experiments, SHOP, 'shadow', { ...recordOf(trained.sha256), mode: 'shadow' });
    expect(challengers.of(SHOP)).toBeUndefined();
  });

  it('are not those whose artifact is another than was published', async () => {
    await feed.send(TOPICS.experiments, SHOP, 'fraud-shadow', recordOf('f'.repeat(64)));
    expect(challengers.of(SHOP)).toBeUndefined();
  });
});
