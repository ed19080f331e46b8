import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChampionRecord, ModelVersionId } from '#contracts';
import { loadRecommender, type Shopper } from '#ml';
import { eventually } from '#test-support';
import { NOW_MS, SHOP, silent } from '../testing/samples.ts';
import { builtThread } from '../testing/built-thread.ts';
import { trainSmallModel } from '../testing/train-small-model.ts';
import { InlineRecommenders } from './inline-recommenders.ts';
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
  ['in the thread of the event loop', () => new InlineRecommenders(loadRecommender, () => NOW_MS)],
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
    expect(await recommender.score(shopper('item-3'), ['item-4', 'other'])).toEqual(
      own.score(shopper('item-3'), ['item-4', 'other']),
    );
  });

  it('are refused when they are not the published ones', async () => {
    const other = { ...championOf(trained), artifactSha256: 'a'.repeat(64) };
    await expect(host.open(other, trained.files)).rejects.toThrow('published was aaaa');
  });
});

describe('a thread of models that ends', () => {
  it('fails what was asked of it, says so, and another takes its place', async () => {
    const host = threaded();
    let losses = 0;
    host.onLost(() => losses++);
    const before = await host.open(championOf(trained), trained.files);
    host.endThread();
    await expect(before.recommender.recommend(shopper('item-3'), 5)).rejects.toThrow('thread');
    await eventually('the loss is told', async () => losses === 1);
    const after = await host.open(championOf(trained), trained.files);
    expect([...(await after.recommender.recommend(shopper('item-3'), 5))]).toHaveLength(5);
    await host.beforeApplicationShutdown();
  });
});
