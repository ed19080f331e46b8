import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CatalogueItem, Event, ModelKind, type EpochMs, type ShopId } from '#contracts';
import { Database, EventArchive, ItemStore, ModelStore } from '#database';
import { openEventLog, type EventLog } from '#event-log';
import { loadFraudModel, loadRecommender, openTensorFlow, type OpenedTensorFlow } from '#ml';
import { ArtifactFolder, createLogger } from '#service';
import { startPostgres, type TestPostgres } from '#test-support';
import { evaluateVersions } from './evaluate-versions.ts';
import { trainShop } from './train-shop.ts';
import type { TrainingTools } from './training-tools.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 5, 1);
const NOW_MS = Date.UTC(2026, 10, 23) as EpochMs;
const silent = createLogger({ service: 'test', level: 'silent' });
const SHOPPERS = 40;
/** What a shop has when it is trained first, and so much more that its champion is measured on what is new. */
const [VISITS, MORE_VISITS] = [12, 26];
/** Items come in families; a shopper keeps to one and buys its items in a fixed order. */
const FAMILIES = 4;
const FAMILY_SIZE = 8;
const ATTENTION = {
  dimension: 8,
  historyMost: 5,
  epochs: 1,
  stepsMost: 2,
  batchPositions: 32,
  negatives: 8,
  learningRate: 2e-3,
  dropout: 0,
  start: 'eigenvectors',
} as const;
/** Seconds, not minutes: what is tested is what becomes of a model, not how good it is. */
const BUDGETS: NonNullable<TrainingTools['budgets']> = {
  recommender: {
    attention: ATTENTION,
    blend: { hiddenUnits: 8, epochs: 1, queriesPerStep: 32, candidatesMost: 32, learningRate: 3e-3 },
    tuning: { queriesMost: 20, roundsMost: 0 },
    fittingQueriesMost: 40,
    heldOutQueriesMost: 60,
  },
  fraud: { epochs: 2, hidden: [8, 4, 8] },
};

/** Steps that throw the weights beyond what 32 bits can hold. */
const DIVERGING = { ...ATTENTION, learningRate: 1e30 };

describe('training a shop', () => {
  let server: TestPostgres;
  let database: Database;
  let log: EventLog;
  let folder: string;
  let tensorFlow: OpenedTensorFlow;
  let archive: EventArchive;
  let models: ModelStore;
  let artifacts: ArtifactFolder;
  let shopId: ShopId;
  let shops = 0;
  /** Trained once, on `VISITS` visits of each shopper. */
  const trained = 'trained' as ShopId;
  let outcome: Awaited<ReturnType<typeof trainShop>>;
  const heard: number[] = [];

  const orderEvent = (shopper: number, visit: number): Event => {
    const family = shopper % FAMILIES;
    const eventTime = START_MS + visit * 3 * DAY_MS + shopper * 60_000;
    const items = [0, 1].map((line) => ({
      itemId: `item-${family}-${(shopper + 2 * visit + line) % FAMILY_SIZE}`,
      quantity: 1,
      priceMinor: 500 + 100 * line,
    }));
    return Event.parse({
      type: 'order_completed',
      eventId: `${shopper}-${visit}`,
      schemaVersion: 1,
      shopId,
      userId: `shopper-${shopper}`,
      eventTime,
      sentAt: eventTime,
      receivedAt: NOW_MS,
      source: 'http',
      context: {},
      consent: { analytics: true, personalisation: true },
      orderId: `order-${shopper}-${visit}`,
      items,
      totalMinor: 1_100,
      currency: 'GBP',
    });
  };
  const addVisits = async (fromVisit: number, untilVisit: number) => {
    for (let visit = fromVisit; visit < untilVisit; visit++) {
      const events = Array.from({ length: SHOPPERS }, (_, shopper) => orderEvent(shopper, visit));
      await archive.append(
        database,
        events.map((event, i) => ({ event, partition: 0, offset: visit * SHOPPERS + i })),
      );
    }
  };
  const checkpoints = () => path.join(folder, '.checkpoints');
  const train = (
    onProgress: (done: number) => void = () => undefined,
    budgets = BUDGETS,
    kinds: readonly ModelKind[] = ModelKind.options,
  ): ReturnType<typeof trainShop> => {
    const tools = {
      challengers: [],
      database,
      artifacts,
      models,
      tensorFlow,
      seed: 1,
      kinds: new Set(kinds),
      budgets,
      imagesFolder: folder,
      checkpointsDir: checkpoints(),
    };
    return trainShop({ ...tools, clock: () => NOW_MS, logger: silent }, archive, shopId, (_, done) =>
      onProgress(done),
    );
  };

  /** Makes the shop of this test one whose first run is over: events, versions and files of the one that was trained. */
  const beTrained = async () => {
    await addVisits(0, VISITS);
    await cp(path.join(folder, trained), path.join(folder, shopId), { recursive: true });
    for (const kind of ['recommender', 'fraud'] as const) {
      const row = await models.champion(trained, kind);
      if (row === undefined) throw new Error(`no ${kind} was published`);
      await models.insert(database, { ...row, shopId });
      await models.recordPromotion(database, shopId, kind, row.version, NOW_MS);
    }
  };

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
    log = await openEventLog({
      kind: 'postgres',
      connectionString: server.connectionString,
      runInTransaction: (work) => database.transaction(work),
    });
    folder = await mkdtemp(path.join(tmpdir(), 'cartwise-trainer-'));
    tensorFlow = await openTensorFlow('cpu');
    archive = new EventArchive(database);
    await archive.ensurePartitions(NOW_MS);
    models = new ModelStore(database);
    artifacts = new ArtifactFolder(folder);
    shopId = trained;
    await addVisits(0, VISITS);
    outcome = await train((done) => heard.push(done));
  });

  beforeEach(() => {
    shopId = `shop-${(shops += 1)}` as ShopId;
  });

  afterAll(async () => {
    await log.close();
    await database.close();
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  it('publishes models that load, with what they reached, and tells how far it is', async () => {
    shopId = trained;
    expect(outcome.models.map(({ kind, model }) => [kind, model])).toEqual([
      ['promoted', 'recommender'],
      ['promoted', 'fraud'],
    ]);
    const champion = await models.champion(shopId, 'recommender');
    const recommender = loadRecommender(await artifacts.read(shopId, champion?.version ?? ''));
    expect(recommender.itemIds).toHaveLength(FAMILIES * FAMILY_SIZE);
    expect(champion?.evaluations.map(({ model }) => model)).toEqual(
      expect.arrayContaining(['popularity', 'blend', 'uncompressed', 'compressed']),
    );
    const fraud = await models.champion(shopId, 'fraud');
    expect(() => loadFraudModel(new Map())).toThrow();
    expect(loadFraudModel(await artifacts.read(shopId, fraud?.version ?? '')).manifest.kind).toBe('fraud');
    expect(heard.at(-1)).toBe(1);
  });

  it.each(ModelKind.options)('trains the %s alone when nothing else is asked for', async (kind) => {
    await addVisits(0, 12);
    const outcome = await train(undefined, BUDGETS, [kind]);
    expect(outcome.models).toMatchObject([{ kind: 'promoted', model: kind }]);
    const champions = await Promise.all(ModelKind.options.map((each) => models.champion(shopId, each)));
    expect(champions.flatMap((champion) => champion?.kind ?? [])).toEqual([kind]);
  });

  it('keeps the champion when a second run on the same events is no better', async () => {
    await beTrained();
    const before = await models.champion(shopId, 'recommender');
    const [recommender] = (await train()).models;
    expect(recommender).toMatchObject({ kind: 'kept-as-challenger', model: 'recommender' });
    expect((await models.champion(shopId, 'recommender'))?.version).toBe(before?.version);
    expect(await models.list(shopId, 'recommender', 10)).toHaveLength(2);
  });

  it('measures the champion on the same held-out time once enough is new', async () => {
    await beTrained();
    await addVisits(VISITS, MORE_VISITS);
    const [recommender] = (await train()).models;
    if (recommender === undefined || recommender.kind === 'skipped') throw new Error('was skipped');
    expect(recommender.note).toContain('same held-out time');
    expect(recommender.evaluations.map(({ model }) => model)).toContain('champion');
  });

  it('starts the model that will serve from the champion, and says so in its record', async () => {
    await beTrained();
    const champion = await models.champion(shopId, 'recommender');
    await addVisits(VISITS, VISITS + 2);
    const [next] = (await train()).models;
    if (next === undefined || next.kind === 'skipped') throw new Error('was skipped');
    const startOf = async (version = '') =>
      loadRecommender(await artifacts.read(shopId, version)).manifest.hyperParameters['attentionStart'];
    const first = { warmStartedFrom: 'none', warmStarts: 0, fromScratchAtMs: NOW_MS };
    expect(await startOf(champion?.version)).toEqual(first);
    expect(await startOf(next.version)).toEqual({
      ...first,
      warmStartedFrom: champion?.version,
      warmStarts: 1,
    });
  });

  it('learns from the catalogue what attributes say, page by page, so that new items have a place', async () => {
    await addVisits(0, VISITS);
    // More items than a page holds, and none of those that were bought on the first.
    const listed = [
      ...Array.from({ length: 1_000 }, (_, n) => ({ id: `a-${n}`, family: n % FAMILIES })),
      ...Array.from({ length: FAMILIES * FAMILY_SIZE }, (_, n) => ({
        id: `item-${n % FAMILIES}-${Math.floor(n / FAMILIES)}`,
        family: n % FAMILIES,
      })),
    ];
    await new ItemStore(database).upsert(
      database,
      listed.map(({ id, family }) =>
        CatalogueItem.parse({
          shopId,
          id,
          title: id,
          brand: `brand-${family}`,
          ...(id === 'a-0' ? { imageLink: 'broken.png' } : {}),
          availability: 'in_stock',
          known: true,
          updatedAt: NOW_MS,
        }),
      ),
    );
    await writeFile(path.join(folder, 'broken.png'), 'no picture');
    const { images } = await train();
    expect(images).toEqual({ read: 0, rejected: { broken: 1 } });
    const champion = await models.champion(shopId, 'recommender');
    expect(champion?.evaluations.map(({ model }) => model)).toContain('content');
    const recommender = loadRecommender(await artifacts.read(shopId, champion?.version ?? ''));
    recommender.describe([{ itemId: 'new', attributes: { brand: 'brand-2' } }]);
    const similar = [...recommender.similar('new', 5)].map(({ itemId }) => itemId);
    expect(similar).toHaveLength(5);
    expect(similar.every((id) => id.startsWith('item-2-'))).toBe(true);
  });

  it('stops a run that diverges with a clear error; the champion stays, and no checkpoint', async () => {
    await beTrained();
    const before = await models.champion(shopId, 'recommender');
    await addVisits(VISITS, MORE_VISITS);
    const { recommender } = BUDGETS;
    const diverging = { ...BUDGETS, recommender: { ...recommender, attention: DIVERGING } };
    await expect(train(undefined, diverging)).rejects.toThrow(
      /^training diverged: the loss of step \d+ is NaN$/,
    );
    expect(await models.champion(shopId, 'recommender')).toEqual(before);
    expect(await models.list(shopId, 'recommender', 10)).toHaveLength(1);
    expect(await readdir(checkpoints())).toEqual([]);
  });

  it('skips a shop with too little to learn from, and writes nothing', async () => {
    await addVisits(0, 1);
    const { models: outcomes } = await train();
    expect(outcomes.map(({ kind }) => kind)).toEqual(['skipped', 'skipped']);
    expect(outcomes[0]).toMatchObject({
      reason: '80 interactions with 16 items; it takes 100 with 20',
    });
    expect(await models.list(shopId, undefined, 1)).toEqual([]);
  });

  it('evaluates champions on demand, and finds no version the shop does not have', async () => {
    await beTrained();
    const tools = { archive, models, artifacts, clock: () => NOW_MS, logger: silent };
    const evaluated = await evaluateVersions(tools, shopId, undefined, 1);
    expect(evaluated.map(({ kind }) => kind)).toEqual(['recommender', 'fraud']);
    const [recommender] = evaluated;
    expect(recommender?.heldOut).toContain('as measured when it was trained');
    expect(recommender?.evaluations.map(({ model }) => model)).toContain('transitions');
    const { details } = recommender ?? {};
    expect(details?.losses.map(({ model }) => model)).toContain('blend');
    expect(details?.heldOut.breakdowns.map(({ model }) => model)).toContain('blend');
    expect(details?.heldOut.interactionsByDecile).toHaveLength(10);
    expect(await evaluateVersions(tools, 'another' as ShopId, undefined, 1)).toEqual([]);
  });

  it('measures every source of a champion anew once enough is new', async () => {
    await beTrained();
    await addVisits(VISITS, MORE_VISITS);
    const tools = { archive, models, artifacts, clock: () => NOW_MS, logger: silent };
    const [recommender] = await evaluateVersions(tools, shopId, undefined, 1);
    expect(recommender?.heldOut).toContain('on interactions since');
    const [blend, ...sources] = recommender?.evaluations ?? [];
    expect(blend?.model).toBe('blend');
    expect(sources.map(({ model }) => model)).toEqual(
      expect.arrayContaining(['popularity', 'transitions', 'session-knn']),
    );
    const recall = blend?.metrics.find(({ name }) => name === 'overall recall@20');
    expect(recall?.interval?.low).toBeLessThanOrEqual(recall?.value ?? NaN);
    expect(recall?.interval?.high).toBeGreaterThanOrEqual(recall?.value ?? NaN);
  });

  it.each([
    ['lost', 'its files cannot be read (ENOENT)', (files: string) => rm(files, { recursive: true })],
    [
      'corrupt',
      'manifest.json: not the one that was published',
      (files: string) => writeFile(path.join(files, 'manifest.json'), '{'),
    ],
  ])('publishes past a champion whose artifact is %s, and says so', async (_, reason, harm) => {
    await beTrained();
    const before = {
      recommender: await models.champion(shopId, 'recommender'),
      fraud: await models.champion(shopId, 'fraud'),
    };
    for (const row of Object.values(before)) await harm(path.join(folder, shopId, row?.version ?? ''));
    // Enough that the champion would be measured, if it could be.
    await addVisits(VISITS, MORE_VISITS);
    const { models: outcomes } = await train();
    expect(outcomes.map(({ kind }) => kind)).toEqual(['promoted', 'promoted']);
    for (const kind of ['recommender', 'fraud'] as const) {
      const champion = await models.champion(shopId, kind);
      const why = `champion ${before[kind]?.version} unreadable: ${reason}; judged without it: first champion`;
      expect(champion?.version).not.toBe(before[kind]?.version);
      expect(champion?.note).toContain(why);
    }
  });

  it('evaluates a champion whose artifact is lost by the figures of its training', async () => {
    await beTrained();
    await rm(path.join(folder, shopId), { recursive: true });
    await addVisits(VISITS, MORE_VISITS);
    const tools = { archive, models, artifacts, clock: () => NOW_MS, logger: silent };
    const [recommender] = await evaluateVersions(tools, shopId, undefined, 1);
    expect(recommender?.heldOut).toBe('as measured when it was trained: its files cannot be read (ENOENT)');
  });
});
