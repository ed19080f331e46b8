import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChampionRecord, ModelVersionId } from '#contracts';
import { loadRecommender, type Shopper } from '#ml';
import { NOW_MS, SHOP, silent } from '../testing/samples.ts';
import { builtThread } from '../testing/built-thread.ts';
import { trainSmallModel } from '../testing/train-small-model.ts';
import { InlineRecommenders } from '../testing/inline-recommenders.ts';
import type { HostedModel, RecommenderHost } from './recommender-host.ts';
import { ThreadedRecommenders } from './threaded-recommenders.ts';

type Trained = Awaited<ReturnType<typeof trainSmallModel>>;

const shopper = (...itemIds: readonly string[]): Shopper => ({
  recent: itemIds.map((itemId) => ({ itemId, kind: 'view', timeMs: NOW_MS - 1_000 })),
  sessionItemIds: [],
  nowMs: NOW_MS,
});
const championOf = (trained: Trained): ChampionRecord => ({
  shopId: SHOP,
  kind: 'recommender',
  version: 'v1' as ModelVersionId,
  artifactSha256: trained.sha256,
  promotedAt: NOW_MS,
});
const threaded = () => new ThreadedRecommenders(() => NOW_MS, silent, builtThread());

let trained: Trained;
beforeAll(async () => {
  trained = await trainSmallModel('v1');
});

describe.each([
  ['in the thread of the test', () => new InlineRecommenders(loadRecommender, () => NOW_MS)],
  ['in a thread of their own', threaded],
])('models %s', (_, make: () => RecommenderHost & { beforeApplicationShutdown?: () => Promise<void> }) => {
  const host = make();
  let model: HostedModel;

  beforeAll(async () => {
    model = await host.open(championOf(trained), trained.files);
  });
  afterAll(() => host.beforeApplicationShutdown?.());

  it('know their items and what trends', () => {
    expect(model.version).toBe('v1');
    expect([...model.recommender.itemIds].sort()).toEqual(
      Array.from({ length: 12 }, (__, n) => `item-${n}`).sort(),
    );
    expect([model.recommender.has('item-1'), model.recommender.has('other')]).toEqual([true, false]);
    expect(model.trending).toHaveLength(12);
  });

  it('answer as the model itself does', async () => {
    const own = loadRecommender(trained.files);
    const { recommender } = model;
    expect([...(await recommender.recommend(shopper('item-3'), 5))]).toEqual([
      ...own.recommend(shopper('item-3'), 5),
    ]);
    expect([...(await recommender.similar('item-3', 5))]).toEqual([...own.similar('item-3', 5)]);
    expect([...(await recommender.boughtTogether(['item-3'], 5))]).toEqual([
      ...own.boughtTogether(['item-3'], 5),
    ]);
    const given = ['item-9', 'other', 'item-4'];
    expect([...(await recommender.rankItems(shopper('item-3'), given))]).toEqual([
      ...own.rankItems(shopper('item-3'), given),
    ]);
  });

  it('learn an item they did not know from the sessions that have it', async () => {
    const sessions = Array.from({ length: 30 }, (__, n) =>
      ['item-3', 'fresh'].map((itemId, step) => ({
        owner: `u:new-${n}`,
        itemId,
        kind: 'view' as const,
        timeMs: NOW_MS + n * 60_000 + step * 1_000,
      })),
    );
    const { recommender } = model;
    const changes = recommender.changesOf('item-3');
    await model.learn(sessions.flat());
    expect(recommender.has('fresh')).toBe(true);
    expect(recommender.changesOf('item-3')).toBeGreaterThan(changes);
    const ids = (list: Iterable<{ readonly itemId: string }>) => [...list].map(({ itemId }) => itemId);
    expect(ids(await recommender.similar('item-3', 3))).toContain('fresh');
    expect(ids(await recommender.recommend(shopper('item-3'), 5))).toContain('fresh');
    expect(ids(await recommender.similar('fresh', 3))).toContain('item-3');
    expect(ids(model.trending)).toContain('fresh');
    const own = loadRecommender(trained.files);
    own.learn(sessions.flat());
    expect([...(await recommender.recommend(shopper('fresh'), 5))]).toEqual([
      ...own.recommend(shopper('fresh'), 5),
    ]);
  });

  it('are refused when they are not the published ones', async () => {
    const other = { ...championOf(trained), artifactSha256: 'a'.repeat(64) };
    await expect(host.open(other, trained.files)).rejects.toThrow('published was aaaa');
  });
});

/** A thread that opens any model, and ends when the model is asked something: as for want of memory. */
const DYING_THREAD = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ kind, id }) => {
      if (kind === 'open') parentPort.postMessage({ id, answer: { itemIds: ['item-1'], trending: [], learnsFromMs: 0 } });
      else process.exit(7);
    });`)}`,
);

describe('a thread of models that ends', () => {
  it('fails what was asked of it, says so, and another takes its place', async () => {
    const host = new ThreadedRecommenders(() => NOW_MS, silent, DYING_THREAD);
    let losses = 0;
    host.onLost(() => losses++);
    const before = await host.open(championOf(trained), trained.files);
    await expect(before.recommender.recommend(shopper('item-1'), 5)).rejects.toThrow('ended with 7');
    expect(losses).toBe(1);
    await expect(before.recommender.recommend(shopper('item-1'), 5)).rejects.toThrow('has ended');
    const after = await host.open(championOf(trained), trained.files);
    expect(after.recommender.itemIds).toEqual(['item-1']);
    await host.beforeApplicationShutdown();
  });

  it('is not started again and again when it opens nothing', async () => {
    const broken = new URL('data:text/javascript,process.exit(1)');
    const host = new ThreadedRecommenders(() => NOW_MS, silent, broken);
    let losses = 0;
    host.onLost(() => losses++);
    await expect(host.open(championOf(trained), trained.files)).rejects.toThrow('ended with 1');
    expect(losses).toBe(0);
  });
});
