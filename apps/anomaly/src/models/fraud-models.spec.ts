import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ALL_TOPICS, recordKey, TOPICS, type ChampionRecord } from '#contracts';
import { Decision } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { Database } from '#database';
import { openEventLog, type Batch, type EventLog, type FollowOptions } from '#event-log';
import { openTensorFlow, orderFeatures, orderOf, trainFraudModel, type Order, type TrainedModel } from '#ml';
import { ArtifactFolder, createLogger } from '#service';
import { startPostgres, type TestPostgres } from '#test-support';
import { ShopPolicy } from '../policy/shop-policy.ts';
import { RULES_FILE, RuleSet } from '../rules/rule-set.ts';
import { OrderJudge } from '../scoring/order-judge.ts';
import { TEST_SHOP_ID, TEST_TIME_MS, testOrder } from '../testing/test-event.ts';
import { DEFAULT_FRAUD_MODEL_TIMES } from './fraud-model-times.ts';
import { FraudModels } from './fraud-models.ts';

/** Small orders of one to three pieces at steady prices. */
const ordinary = (i: number): Order =>
  orderOf(testOrder(`o${i}`, orderFields(1 + (i % 3), 900 + (i % 50) * 10)));
const strange: Order = orderOf(testOrder('strange', orderFields(5_000, 90_000)));

function orderFields(quantity: number, priceMinor: number) {
  return { items: [{ itemId: 'mug', quantity, priceMinor }], totalMinor: quantity * priceMinor };
}

const silent = createLogger({ service: 'test', level: 'silent' });

const CHAMPION_KEY = recordKey(TEST_SHOP_ID, 'fraud');
const championOf = (version: string, artifactSha256: string): ChampionRecord =>
  // Ids and times of the test are valid.
  ({
    shopId: TEST_SHOP_ID,
    kind: 'fraud',
    version,
    artifactSha256,
    promotedAt: TEST_TIME_MS,
  }) as ChampionRecord;

/** The champion as the log gives it. */
const batchOf = (version: string, artifactSha256: string): Batch => ({
  topic: TOPICS.modelVersions.name,
  records: [
    {
      partition: 0,
      offset: 0,
      key: CHAMPION_KEY,
      value: TOPICS.modelVersions.codec.encode(championOf(version, artifactSha256)),
      appendedAt: TEST_TIME_MS,
    },
  ],
});

/** Models that were given a champion, and a way to give them the next one: each has been taken when it resolves. */
async function modelsOf(champion: TrainedModel) {
  const files = new Map<string, TrainedModel['files']>();
  let handle: FollowOptions['handle'] = () => Promise.resolve();
  const models = new FraudModels(
    {
      follow: (options) => {
        handle = options.handle;
        return Promise.resolve({ caughtUp: Promise.resolve(), stop: () => Promise.resolve() });
      },
    },
    { read: (_, version) => Promise.resolve(files.get(version) ?? new Map<string, Uint8Array>()) },
    silent,
    DEFAULT_FRAUD_MODEL_TIMES,
  );
  const take = (model: TrainedModel, artifactSha256 = model.sha256) => {
    files.set(model.manifest.version, model.files);
    return handle(batchOf(model.manifest.version, artifactSha256));
  };
  await models.onApplicationBootstrap();
  await take(champion);
  return { take, served: () => models.of(TEST_SHOP_ID)?.manifest.version };
}

async function train(version: string, columns?: readonly string[]): Promise<TrainedModel> {
  const { tf, backend } = await openTensorFlow('cpu');
  const rows = Array.from({ length: 400 }, (_, i) => orderFeatures(ordinary(i), {}, TEST_TIME_MS));
  return trainFraudModel({
    tf,
    backend,
    rows: columns === undefined ? rows : rows.map((row) => row.slice(0, columns.length)),
    ...(columns === undefined ? {} : { columns }),
    seed: 1,
    version,
    trainedAtMs: 3,
    dataFromMs: 1,
    dataUntilMs: 2,
    budget: { hidden: [8, 3, 8], epochs: 5 },
  });
}

/** The same model as another version. */
function asVersion(model: TrainedModel, version: string): TrainedModel {
  const manifest = { ...model.manifest, version };
  const bytes = Buffer.from(JSON.stringify(manifest));
  return {
    ...model,
    manifest,
    files: new Map(model.files).set('manifest.json', bytes),
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

describe('the fraud models that serve', () => {
  let folder: string;
  let server: TestPostgres;
  let database: Database;
  let eventLog: EventLog;
  let artifacts: ArtifactFolder;
  let models: FraudModels;
  let first: TrainedModel;

  const publish = async (model: TrainedModel, artifactSha256 = model.sha256) => {
    await artifacts.write(TEST_SHOP_ID, model.manifest.version, model.files);
    await eventLog.append(TOPICS.modelVersions, [
      { key: CHAMPION_KEY, value: championOf(model.manifest.version, artifactSha256) },
    ]);
  };
  const serving = () => models.of(TEST_SHOP_ID)?.manifest.version;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cartwise-fraud-models-'));
    server = await startPostgres();
    const { connectionString } = server;
    database = await Database.open({ connectionString });
    eventLog = await openEventLog({
      kind: 'postgres',
      connectionString,
      runInTransaction: (work) => database.transaction(work),
    });
    await eventLog.createTopics(ALL_TOPICS);
    artifacts = new ArtifactFolder(folder);
    models = new FraudModels(eventLog, artifacts, silent, DEFAULT_FRAUD_MODEL_TIMES);
    first = await train('fraud-1');
    await publish(first);
    await models.onApplicationBootstrap();
  });
  afterAll(async () => {
    await models.beforeApplicationShutdown();
    await eventLog.close();
    await database.close();
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  it('serves the champion that was published before the start', () => {
    expect(serving()).toBe('fraud-1');
    expect(models.of('another' as typeof TEST_SHOP_ID)).toBeUndefined();
  });

  it('tries an artifact that cannot be read again until it is there, but not one that was replaced', async () => {
    const versions = new Map([[first.manifest.version, first.files]]);
    const asked: string[] = [];
    let handle: FollowOptions['handle'] = () => Promise.resolve();
    const late = new FraudModels(
      {
        follow: (options) => {
          handle = options.handle;
          return Promise.resolve({ caughtUp: Promise.resolve(), stop: () => Promise.resolve() });
        },
      },
      {
        read: (_, version) => {
          asked.push(version);
          const files = asked.length > 4 ? versions.get(version) : undefined;
          return files === undefined ? Promise.reject(new Error('not mounted')) : Promise.resolve(files);
        },
      },
      silent,
      { catchUpMaxMs: 1_000, retryFirstMs: 1, retryMaxMs: 2 },
    );
    await late.onApplicationBootstrap();
    await handle(batchOf('never-there', 'f'.repeat(64)));
    await handle(batchOf(first.manifest.version, first.sha256));
    while (late.of(TEST_SHOP_ID) === undefined) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(asked).toEqual(['never-there', 'fraud-1', 'fraud-1', 'fraud-1', 'fraud-1']);
    await late.beforeApplicationShutdown();
  });

  it('is ready without models after a time, when the log does not answer', async () => {
    const waiting = new FraudModels(
      {
        follow: () =>
          Promise.resolve({ caughtUp: new Promise<void>(() => undefined), stop: () => Promise.resolve() }),
      },
      artifacts,
      silent,
      { ...DEFAULT_FRAUD_MODEL_TIMES, catchUpMaxMs: 1 },
    );
    await waiting.onApplicationBootstrap();
    expect(waiting.of(TEST_SHOP_ID)).toBeUndefined();
    await waiting.beforeApplicationShutdown();
  });

  it('adds what the model finds strange to the reasons, and at most a review', async () => {
    const policy = new ShopPolicy(await RuleSet.fromFile(RULES_FILE));
    const judge = new OrderJudge({ of: () => policy }, models);
    const ask = (order: Order) =>
      judge.judge(TEST_SHOP_ID, { trigger: 'order', order, own: {} }, {}, TEST_TIME_MS);
    expect(ask(ordinary(7))).toMatchObject({
      decision: Decision.DECISION_APPROVE,
      reasons: [],
      modelVersion: 'fraud-1',
    });
    // Beside the few live orders so far it says nothing; beside hundreds it does.
    expect(ask(strange).decision).toBe(Decision.DECISION_APPROVE);
    for (let number = 0; number < 800; number++) ask(ordinary(number));
    const { decision, reasons } = ask(strange);
    expect(decision).toBe(Decision.DECISION_REVIEW);
    expect(reasons[0]?.code).toMatch(/^AE_(AMOUNT_MINOR|QUANTITY|ITEM_PRICE_MAX_MINOR)$/);
    expect(reasons[0]?.description).toMatch(
      /^Strange beside past orders: .+: [\d.]+( GBP)?, usual is [\d.]+( GBP)?$/,
    );
  });

  it('leaves a version whose artifact is not what was published, or has other features', async () => {
    const { served, take } = await modelsOf(first);
    await take(asVersion(first, 'fraud-2'), 'f'.repeat(64));
    expect(served()).toBe('fraud-1');
    await take(await train('fraud-3', ['amount_minor', 'lines']));
    expect(served()).toBe('fraud-1');
    await take(asVersion(first, 'fraud-4'));
    expect(served()).toBe('fraud-4');
  });

  it('takes the next champion from the log while it serves', async () => {
    await publish(asVersion(first, 'fraud-5'));
    while (serving() !== 'fraud-5') await new Promise((resolve) => setTimeout(resolve, 5));
  });
});
