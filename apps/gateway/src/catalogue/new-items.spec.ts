import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { recordKey, TOPICS, type CatalogueItem, type ExperimentMode, type ModelVersionId } from '#contracts';
import {
  Strategy,
  type RecommendResponse,
} from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { callGrpc } from '#service';
import { Feed, eventually } from '#test-support';
import { LiveExperiments } from '../experiments/live-experiments.ts';
import { LiveModels } from '../models/live-models.ts';
import { InlineRecommenders } from '../testing/inline-recommenders.ts';
import { catalogueItem, itemIds, metrics, NOW_MS, openModels, SHOP, silent } from '../testing/samples.ts';
import { startGateway, type TestGateway } from '../testing/start-gateway.ts';
import { loadToy, toyArtifact } from '../testing/toy-artifact.ts';
import { storeModel } from '../testing/train-small-model.ts';
import { TASTE_ITEMS, TASTES, trainTwoTastes } from '../testing/train-two-tastes.ts';
import { LiveCatalogue } from './live-catalogue.ts';
import { NewItems } from './new-items.ts';

describe('new items', () => {
  let feed: Feed;
  let models: LiveModels;
  let experiments: LiveExperiments;
  let newItems: NewItems;
  const { files, sha256: artifactSha256 } = toyArtifact(itemIds(3));

  beforeEach(async () => {
    feed = new Feed();
    const artifacts = { read: async () => files };
    const catalogue = new LiveCatalogue(feed, silent);
    const host = new InlineRecommenders(loadToy, () => NOW_MS);
    const open = openModels();
    models = new LiveModels(feed, artifacts, host, silent, metrics(), open);
    experiments = new LiveExperiments(feed, artifacts, host, silent, open);
    newItems = new NewItems(catalogue, open, silent);
    for (const follower of [catalogue, models, experiments]) await follower.onApplicationBootstrap();
  });
  afterEach(async () => {
    newItems.beforeApplicationShutdown();
    await experiments.beforeApplicationShutdown();
    await models.beforeApplicationShutdown();
  });

  const publish = (version: string) =>
    feed.send(TOPICS.modelVersions, SHOP, 'recommender', {
      shopId: SHOP,
      kind: 'recommender',
      version: version as ModelVersionId,
      artifactSha256,
      promotedAt: NOW_MS,
    });
  const attempt = (version: string, mode: ExperimentMode) =>
    feed.send(TOPICS.experiments, SHOP, mode, {
      shopId: SHOP,
      mode,
      experimentId: `${mode} of ${version}`,
      version: version as ModelVersionId,
      artifactSha256,
      sharePercent: 50,
      startedAt: NOW_MS,
    });
  const list = (...ids: readonly string[]) =>
    Promise.all(ids.map((id) => feed.send(TOPICS.items, SHOP, id, catalogueItem(id))));
  const known = () => models.ofShop(SHOP)?.recommender.itemIds;
  const knownTo = (mode: ExperimentMode) => experiments.find(SHOP, mode)?.model?.recommender.itemIds;
  const becomes = (what: string, ids: readonly string[], ofModel = known) =>
    eventually(what, async () => (ofModel()?.join() === ids.join() ? true : undefined));

  it('are told to the model that serves, and to each that takes its place', async () => {
    await list('item-0', 'early');
    await publish('v1');
    await becomes('the listed item is told', [...itemIds(3), 'early']);
    await list('late', 'item-1', 'early');
    await becomes('the new item is told', [...itemIds(3), 'early', 'late']);
    await publish('v2');
    expect(known()).toEqual(itemIds(3));
    await eventually('both are told', async () => (known()?.length === 5 ? true : undefined));
    expect(known()).toEqual(expect.arrayContaining(['early', 'late']));
  });

  it('are told to the models that are tried as well, until the trial ends', async () => {
    await publish('v1');
    await list('early');
    for (const mode of ['ab', 'shadow'] as const) {
      await attempt('v2', mode);
      await becomes(`it is told to the ${mode}`, [...itemIds(3), 'early'], () => knownTo(mode));
    }
    const ended = experiments.find(SHOP, 'shadow')?.model?.recommender;
    await feed.send(TOPICS.experiments, SHOP, 'shadow', null);
    await list('late');
    await becomes('it is told to the A/B test', [...itemIds(3), 'early', 'late'], () => knownTo('ab'));
    await becomes('and to the champion', [...itemIds(3), 'early', 'late']);
    expect(ended?.itemIds).toEqual([...itemIds(3), 'early']);
  });
});

describe('an item that is listed after the training', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startGateway();
    const items = Array.from({ length: 2 * TASTE_ITEMS }, (_, n) => n);
    await Promise.all(items.map((n) => upsert(`item-${n}`, TASTES[n % 2])));
    await storeModel(gateway.infrastructure, 'v1', await trainTwoTastes('v1'));
    const method = { package: 'models', service: 'ModelService', method: 'promoteModel' } as const;
    await callGrpc(gateway.target, method, { version: 'v1' });
    await eventually('v1 serves', async () =>
      (await ask('trending', {})).modelVersion === 'v1' ? true : undefined,
    );
  }, 120_000);
  afterAll(async () => {
    await gateway[Symbol.asyncDispose]();
  });

  const upsert = (id: string, fields: Partial<CatalogueItem> = {}) =>
    gateway.infrastructure.eventLog.append(TOPICS.items, [
      { key: recordKey(SHOP, id), value: catalogueItem(id, fields) },
    ]);
  const ask = (method: string, request: object) =>
    callGrpc<RecommendResponse>(
      gateway.target,
      { package: 'recommendation', service: 'RecommendationService', method },
      { limit: TASTE_ITEMS + 1, ...request },
    );
  /** Not as what is merely new in the shop, with which a list is filled up. */
  const isListed = (reply: RecommendResponse, id: string) =>
    reply.items.some(({ itemId, reason }) => itemId === id && reason !== 'New in this shop');

  it('is recommended within seconds to those of its taste, and not to the others', async () => {
    const tea = { sessionItemIds: ['item-2', 'item-4'] };
    const tools = { sessionItemIds: ['item-3', 'item-5'] };
    expect(isListed(await ask('recommend', tea), 'new-tea')).toBe(false);
    await upsert('new-tea', TASTES[0]);
    const reply = await eventually('it is recommended', async () => {
      const answer = await ask('recommend', tea);
      return isListed(answer, 'new-tea') ? answer : undefined;
    });
    expect(reply).toMatchObject({ strategy: Strategy.STRATEGY_SESSION, degraded: false });
    expect(reply.items.find(({ itemId }) => itemId === 'new-tea')?.reason).toMatch(
      /^Because you chose Title of item-[24]$/,
    );
    expect(isListed(await ask('recommend', tools), 'new-tea')).toBe(false);
  });

  it('stands among the items similar to those it is like, and has similar items itself', async () => {
    const before = await ask('similarItems', { itemId: 'item-3' });
    expect(isListed(before, 'new-tool')).toBe(false);
    await upsert('new-tool', TASTES[1]);
    await eventually('it is similar', async () =>
      isListed(await ask('similarItems', { itemId: 'item-3' }), 'new-tool') ? true : undefined,
    );
    expect(isListed(await ask('similarItems', { itemId: 'item-2' }), 'new-tool')).toBe(false);
    const ofNew = await ask('similarItems', { itemId: 'new-tool', limit: 5 });
    expect(ofNew).toMatchObject({ strategy: Strategy.STRATEGY_ITEM_TO_ITEM, degraded: false });
    expect(ofNew.items.map(({ itemId }) => Number(itemId.slice('item-'.length)) % 2)).toEqual([
      1, 1, 1, 1, 1,
    ]);
  });

  it('is a shopper’s first sign of taste', async () => {
    const reply = await ask('recommend', { sessionItemIds: ['new-tool'], limit: 5 });
    expect(reply).toMatchObject({ strategy: Strategy.STRATEGY_SESSION, degraded: false });
    const others = reply.items.map(({ itemId }) => itemId).filter((id) => id !== 'new-tool');
    expect(others.length).toBeGreaterThanOrEqual(4);
    expect(others.every((id) => Number(id.slice('item-'.length)) % 2 === 1)).toBe(true);
  });

  it('is gone when the catalogue deletes it', async () => {
    await gateway.infrastructure.eventLog.append(TOPICS.items, [
      { key: recordKey(SHOP, 'new-tool'), value: null },
    ]);
    await eventually('it is gone', async () =>
      isListed(await ask('similarItems', { itemId: 'item-3' }), 'new-tool') ? undefined : true,
    );
  });
});
