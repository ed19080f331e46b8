import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, credentials, status as GrpcStatus, type ServiceError } from '@grpc/grpc-js';
import { recordKey, TOPICS, type CatalogueItem, type Topic, type UserId } from '#contracts';
import type { ModelVersion } from '#contracts/generated/cartwise/models/v1/models';
import {
  Strategy,
  type ExplainResponse,
  type RecommendResponse,
} from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { AuditStore, ProfileStore } from '#database';
import { callGrpc } from '#service';
import { eventually } from '#test-support';
import { catalogueItem, itemIds, profileOf, SHOP } from './testing/samples.ts';
import { SERVER_KEY, SLOW_KEY, startGateway, WRITE_KEY, type TestGateway } from './testing/start-gateway.ts';
import { storeModel, trainSmallModel } from './testing/train-small-model.ts';

const TRENDING = { package: 'recommendation', service: 'RecommendationService', method: 'trending' } as const;

/** The journey of a shop from nothing to a rollback; each test goes on where the one before it ended. */
describe('the gateway over gRPC', () => {
  let gateway: TestGateway;
  let trained: Awaited<ReturnType<typeof trainSmallModel>>;

  beforeAll(async () => {
    gateway = await startGateway();
    trained = await trainSmallModel('v1');
  }, 120_000);

  afterAll(async () => {
    await gateway[Symbol.asyncDispose]();
  });

  const recommendation = (method: string, request: object) =>
    callGrpc<RecommendResponse>(
      gateway.target,
      { package: 'recommendation', service: 'RecommendationService', method },
      request,
    );
  const placements = (method: string, request: object, target = gateway.target) =>
    callGrpc<object>(target, { package: 'recommendation', service: 'PlacementService', method }, request);
  const models = <Reply>(method: string, request: object) =>
    callGrpc<Reply>(gateway.target, { package: 'models', service: 'ModelService', method }, request);
  const append = <T>(topic: Topic<T>, key: string, value: T | null) =>
    gateway.infrastructure.eventLog.append(topic, [{ key: recordKey(SHOP, key), value }]);
  /** Checks again until what goes through the log has arrived. */
  const arrives = (what: string, check: () => Promise<void>) =>
    eventually(what, async () => {
      await check();
      return true;
    });
  const idsOf = ({ items }: RecommendResponse) => items.map(({ itemId }) => itemId);

  it('is healthy and tells its services by reflection', async () => {
    const { address } = gateway.target;
    expect(await unary(address, '/grpc.health.v1.Health/Check', Buffer.alloc(0))).toEqual(
      // HealthCheckResponse { status: SERVING }
      Buffer.from([8, 1]),
    );
    // ServerReflectionRequest { list_services: "" }
    const listed = String(
      await unary(
        address,
        '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
        Buffer.from([0x3a, 0]),
      ),
    );
    expect(listed).toContain('cartwise.recommendation.v1.RecommendationService');
    expect(listed).toContain('cartwise.models.v1.ModelService');
  });

  it('answers an empty shop with nothing and the reason', async () => {
    const reply = await recommendation('recommend', { userId: 'ann' });
    expect(reply).toMatchObject({
      items: [],
      strategy: Strategy.STRATEGY_UNSPECIFIED,
      degraded: true,
      degradedReason: 'no model is published yet',
      profileVersion: 0,
    });
    expect(reply.recommendationId).not.toBe('');
  });

  it('shows the catalogue as soon as it has one, and follows its changes', async () => {
    for (const id of itemIds(12)) {
      await append(
        TOPICS.items,
        id,
        catalogueItem(id, { price: { amountMinor: 999, currency: 'GBP' }, link: `/${id}` }),
      );
    }
    await arrives('the catalogue is read', async () => {
      expect(idsOf(await recommendation('trending', { limit: 50 }))).toHaveLength(12);
    });
    const [first] = (await recommendation('trending', { limit: 1 })).items;
    expect(first).toMatchObject({
      title: expect.stringMatching(/^Title of item-/),
      price: { amountMinor: 999, currency: 'GBP' },
      availability: 'AVAILABILITY_IN_STOCK',
    });
    await append(TOPICS.items, 'item-11', null);
    await arrives('the deleted item is gone', async () => {
      expect(idsOf(await recommendation('trending', { limit: 50 }))).not.toContain('item-11');
    });
  });

  it('puts a promoted model into service, and names it in every reply', async () => {
    await storeModel(gateway.infrastructure, 'v1', trained);
    const { model } = await models<{ model: ModelVersion }>('promoteModel', { version: 'v1' });
    expect(model).toMatchObject({ version: 'v1', status: 'MODEL_STATUS_CHAMPION' });
    await arrives('v1 serves', async () => {
      expect((await recommendation('trending', {})).modelVersion).toBe('v1');
    });
    const similar = await recommendation('similarItems', { itemId: 'item-3', limit: 5 });
    expect(similar).toMatchObject({ strategy: Strategy.STRATEGY_ITEM_TO_ITEM, degraded: false });
    expect(idsOf(similar)).not.toContain('item-3');
    expect(similar.items[0]?.reason).toBe('Similar to Title of item-3');
  });

  it('recommends by the session, and by the profile once there is one', async () => {
    const session = await recommendation('recommend', { sessionItemIds: ['item-3'], limit: 4 });
    expect(session).toMatchObject({ strategy: Strategy.STRATEGY_SESSION, degraded: false });
    expect(idsOf(session)).toContain('item-4');

    const profile = profileOf(['item-6'], { version: 2, purchasedItemIds: ['item-7'] });
    await append(TOPICS.profiles, 'u:ann', profile);
    await arrives('the profile is heard of', async () => {
      expect((await recommendation('recommend', { userId: 'ann' })).profileVersion).toBe(2);
    });
    const personal = await recommendation('recommend', { userId: 'ann', limit: 200 });
    expect(personal).toMatchObject({ strategy: Strategy.STRATEGY_PERSONAL, degraded: false });
    expect(idsOf(personal)).not.toContain('item-7');
    expect(idsOf(await recommendation('recommend', { userId: 'ann', includeSeen: true }))).toContain(
      'item-7',
    );
  });

  it.each([
    ['similarItems', { itemId: 'item-6' }],
    ['boughtTogether', { itemIds: ['item-6'] }],
    ['trending', {}],
    ['rerank', { itemIds: itemIds(11) }],
  ])('hides from a shopper what they bought, where %s is asked to', async (method, request) => {
    const shown = async (hideBoughtDays: number) => {
      const asked = { ...request, userId: 'ann', limit: 50, controls: { hideBoughtDays } };
      return idsOf(await recommendation(method, asked));
    };
    expect(await shown(0)).toContain('item-7');
    expect(await shown(10_000)).not.toContain('item-7');
  });

  it('reads a profile it has not heard of from the store, by the id before the login too', async () => {
    const { database } = gateway.infrastructure;
    const store = new ProfileStore(database);
    const bob = profileOf(['item-1'], { profileId: 'u:bob', mergedAnonymousIds: ['visitor'] });
    await store.save(database, [
      {
        shopId: SHOP,
        profileId: 'u:bob',
        version: 1,
        content: { kind: 'profile', profile: bob },
        logOffset: 0,
      },
      {
        shopId: SHOP,
        profileId: 'a:visitor',
        version: 1,
        content: { kind: 'merged', into: 'u:bob' },
        logOffset: 0,
      },
    ]);
    // The first request may find the store too slow for its budget; the next one finds the profile in memory.
    await arrives('the profile is read', async () => {
      const reply = await recommendation('recommend', { anonymousId: 'visitor' });
      expect(reply).toMatchObject({ strategy: Strategy.STRATEGY_PERSONAL, profileVersion: 1 });
    });
  });

  it('explains an item by the model that serves and by every rule', async () => {
    const explain = (itemId: string) =>
      callGrpc<ExplainResponse>(
        gateway.target,
        { package: 'recommendation', service: 'RecommendationService', method: 'explain' },
        { userId: 'ann', itemId },
      );
    const list = await recommendation('recommend', { userId: 'ann', limit: 200 });
    const [first] = list.items;
    const shown = await explain(first?.itemId ?? '');
    expect(shown).toMatchObject({ place: 1, knownToModel: true, modelVersion: list.modelVersion });
    // What was bought is left out, wherever the model ranks it.
    expect(shown.score?.rank).toBeGreaterThanOrEqual(1);
    expect(shown.score?.isCandidate).toBe(true);
    expect(shown.score?.sources.map(({ source }) => source)).toContain(first?.source);
    const bought = await explain('item-7');
    expect(bought).toMatchObject({ place: 0, verdict: 'not shown: already bought (by the shopper)' });
    expect(bought.score).toMatchObject({ rank: 1 });
    expect((await explain('never-heard-of')).knownToModel).toBe(false);
  });

  it('orders a given list, keeping what it does not know at the end', async () => {
    const given = ['new-2', 'item-9', 'item-4', 'new-1'];
    const reply = await recommendation('rerank', { sessionItemIds: ['item-3'], itemIds: given });
    expect(idsOf(reply)).toEqual(['item-4', 'item-9', 'new-2', 'new-1']);
  });

  it('shows what goes with a basket, within a filter', async () => {
    const itemIdsAsked = ['item-3', 'item-4'];
    const reply = await recommendation('boughtTogether', {
      itemIds: itemIdsAsked,
      filter: { priceMaxMinor: 999 },
    });
    expect(reply.items.length).toBeGreaterThan(0);
    expect(idsOf(reply).filter((id) => itemIdsAsked.includes(id))).toEqual([]);
    const none = await recommendation('boughtTogether', {
      itemIds: itemIdsAsked,
      filter: { priceMaxMinor: 998 },
    });
    expect(none.items).toEqual([]);
  });

  it('does not show what is sold out, though the model learned from it and still knows it', async () => {
    const put = (availability: CatalogueItem['availability']) =>
      append(TOPICS.items, 'item-4', catalogueItem('item-4', { availability }));
    const calls = [
      ['recommend', { sessionItemIds: ['item-3'] }],
      ['similarItems', { itemId: 'item-3' }],
      ['boughtTogether', { itemIds: ['item-3'] }],
      ['trending', {}],
      ['rerank', { itemIds: itemIds(11), filter: {} }],
    ] as const;
    const pinned = { controls: { pins: { pins: [{ itemId: 'item-4', position: 1 }] } } };
    await put('out_of_stock');
    await arrives('item-4 is sold out', async () => {
      expect(idsOf(await recommendation('trending', { limit: 50 }))).not.toContain('item-4');
    });
    for (const [method, request] of calls) {
      expect(idsOf(await recommendation(method, { ...request, ...pinned, limit: 50 }))).not.toContain(
        'item-4',
      );
    }
    const known = await recommendation('rerank', {
      sessionItemIds: ['item-3'],
      itemIds: ['item-9', 'new', 'item-4'],
    });
    expect(idsOf(known)).toEqual(['item-4', 'item-9', 'new']);
    await put('in_stock');
    await arrives('item-4 is back', async () => {
      expect(idsOf(await recommendation('trending', { limit: 50 }))).toContain('item-4');
    });
    for (const [method, request] of calls) {
      expect(idsOf(await recommendation(method, { ...request, ...pinned }))[0]).toBe('item-4');
    }
  });

  it('filters by an expression, and keeps a seller from what they sell', async () => {
    const fields = { attributes: { colour: 'red' }, sellerId: 'sue' as UserId };
    await append(TOPICS.items, 'item-2', catalogueItem('item-2', fields));
    const filter = { expression: 'attribute.colour = "red"' };
    await arrives('item-2 is red', async () => {
      expect(idsOf(await recommendation('trending', { filter }))).toEqual(['item-2']);
    });
    expect(idsOf(await recommendation('trending', { filter, userId: 'sue' }))).toEqual([]);
    for (const [expression, reason] of [
      ['attribute.color = "red"', 'at character 1: no item has the attribute "color"'],
      ['price < 5 and colour = "red"', 'at character 15: there is no field "colour"'],
    ]) {
      await expect(recommendation('trending', { filter: { expression } })).rejects.toMatchObject({
        code: GrpcStatus.INVALID_ARGUMENT,
        details: expect.stringContaining(`filter.expression: ${reason}`),
      });
    }
  });

  it('goes on page by page, under one recommendation, without a repeat or a gap', async () => {
    const request = { sessionItemIds: ['item-3'], limit: 4, paged: true };
    const pages: RecommendResponse[] = [];
    for (
      let pageToken = '';
      pages.length === 0 || pageToken !== '';
      pageToken = pages.at(-1)?.nextPageToken ?? ''
    ) {
      pages.push(await recommendation('recommend', { ...request, pageToken }));
    }
    expect(pages.map(({ items }) => items.length)).toEqual([4, 4, 3]);
    expect(new Set(pages.map(({ recommendationId }) => recommendationId)).size).toBe(1);
    const whole = idsOf(await recommendation('recommend', { ...request, limit: 50 }));
    expect(pages.flatMap(idsOf)).toEqual(whole);
    const [first] = pages;
    await expect(
      recommendation('recommend', { ...request, userId: 'eve', pageToken: first?.nextPageToken }),
    ).rejects.toMatchObject({ details: expect.stringContaining('page_token: belongs to another request') });
    expect((await recommendation('recommend', { ...request, paged: false })).nextPageToken).toBe('');
  });

  it('shows lists as their placement says, unless the request says otherwise', async () => {
    const placement = {
      id: 'home',
      limit: 3,
      filter: { expression: 'not id = "item-0"' },
      controls: { pins: { pins: [{ itemId: 'item-9', position: 2 }] }, exploration: 0.34 },
    };
    const put = (changed: object) => placements('putPlacement', { placement: { ...placement, ...changed } });
    await put({});
    await arrives('the placement is heard of', async () => {
      expect((await recommendation('trending', { placement: 'home' })).items).toHaveLength(3);
    });
    const { items } = await recommendation('trending', { placement: 'home' });
    expect(items[1]).toMatchObject({ itemId: 'item-9', reason: 'Picked by the shop', propensity: 1 });
    expect(items[2]?.propensity).toBeLessThan(1);
    const asked = { placement: 'home', limit: 50, controls: { pins: { pins: [] }, exploration: 0 } };
    const ids = idsOf(await recommendation('trending', asked));
    expect([ids.length, ids.includes('item-0'), ids[1] === 'item-9']).toEqual([10, false, false]);
    const verdictOn = async (itemId: string) =>
      (
        await callGrpc<ExplainResponse>(
          gateway.target,
          { package: 'recommendation', service: 'RecommendationService', method: 'explain' },
          { itemId, placement: 'home', controls: { exploration: 0 } },
        )
      ).verdict;
    expect(await verdictOn('item-0')).toBe('not shown: expression (not id = "item-0")');
    expect(await verdictOn('item-9')).toMatch(/^shown at place 2 by the list's controls/);
    const verdicts = await Promise.all(ids.map(verdictOn));
    expect(verdicts.filter((verdict) => verdict.includes('after the 3 of the first page'))).toHaveLength(7);

    await expect(put({ filter: { expression: 'price <' } })).rejects.toMatchObject({
      details: expect.stringContaining('placement.filter.expression: at character 8: expected a text'),
    });
    await expect(put({ id: 'Home page' })).rejects.toMatchObject({
      details: expect.stringContaining('placement.id: must be lower-case'),
    });
    const backend = { ...gateway.target, apiKey: SERVER_KEY };
    await expect(placements('listPlacements', {}, backend)).rejects.toMatchObject({
      code: GrpcStatus.PERMISSION_DENIED,
    });
    expect(await placements('listPlacements', {})).toMatchObject({ placements: [{ id: 'home', limit: 3 }] });
    await placements('deletePlacement', { id: 'home' });
    await expect(placements('deletePlacement', { id: 'home' })).rejects.toMatchObject({
      code: GrpcStatus.NOT_FOUND,
    });
    const audited = await new AuditStore(gateway.infrastructure.database).list(SHOP, {
      subjectKind: 'placement',
      subjectId: 'home',
      limit: 10,
    });
    expect(audited.map(({ action, role }) => `${role} ${action}`)).toEqual([
      'admin placement.deleted',
      'admin placement.changed',
    ]);
    await arrives('the placement is gone', async () => {
      expect(idsOf(await recommendation('trending', { placement: 'home', limit: 50 }))).toHaveLength(11);
    });
  });

  it('names the field at fault of a request that is not valid', async () => {
    const failures = [
      ['recommend', { limit: 201 }, 'limit'],
      ['recommend', { sessionItemIds: ['a', ''] }, 'session_item_ids[1]'],
      ['trending', { filter: { priceMinMinor: 5, priceMaxMinor: 4 } }, 'filter.price_min_minor'],
      ['trending', { controls: { diversity: 2 } }, 'controls.diversity'],
      [
        'trending',
        { controls: { boosts: { boosts: [{ expression: 'prize < 5', factor: 2 }] } } },
        'controls.boosts.boosts[0].expression',
      ],
      ['trending', { pageToken: 'x' }, 'page_token'],
      ['similarItems', {}, 'item_id'],
      ['rerank', { itemIds: Array.from({ length: 1_001 }, (_, n) => `i${n}`) }, 'item_ids'],
    ] as const;
    for (const [method, request, field] of failures) {
      const error: unknown = await recommendation(method, request).catch((reason: unknown) => reason);
      expect(error).toMatchObject({
        code: GrpcStatus.INVALID_ARGUMENT,
        details: expect.stringContaining(`${field}: `),
      });
    }
  });

  it('has a least role for each service: server to recommend, admin to change models', async () => {
    const refused = { code: GrpcStatus.PERMISSION_DENIED };
    const rollback = { package: 'models', service: 'ModelService', method: 'rollbackModel' } as const;
    const page = { ...gateway.target, apiKey: WRITE_KEY };
    const backend = { ...gateway.target, apiKey: SERVER_KEY };
    await expect(callGrpc(page, TRENDING, {})).rejects.toMatchObject(refused);
    await expect(callGrpc(backend, rollback, {})).rejects.toMatchObject(refused);
    expect(await callGrpc(backend, TRENDING, {})).toMatchObject({ items: expect.any(Array) });
  });

  it("tells who is over the key's rate to wait", async () => {
    const hasty = { ...gateway.target, apiKey: SLOW_KEY };
    await callGrpc(hasty, TRENDING, {});
    const refused: unknown = await callGrpc(hasty, TRENDING, {}).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: GrpcStatus.RESOURCE_EXHAUSTED });
    expect((refused as ServiceError).metadata.get('retry-after')).toEqual([
      expect.stringMatching(/^[1-9]\d*$/),
    ]);
  });

  it('turns a caller without a key away', async () => {
    const stranger = { ...gateway.target, apiKey: 'not a key' };
    await expect(callGrpc(stranger, TRENDING, {})).rejects.toMatchObject({
      code: GrpcStatus.UNAUTHENTICATED,
    });
  });

  it('lists versions, and rolls back to the one before', async () => {
    const next = await trainSmallModel('v2');
    await storeModel(gateway.infrastructure, 'v2', next);
    await models('promoteModel', { version: 'v2' });
    await arrives('v2 serves', async () => {
      expect((await recommendation('trending', {})).modelVersion).toBe('v2');
    });
    const { models: listed } = await models<{ models: readonly ModelVersion[] }>('listModels', {});
    expect(Object.fromEntries(listed.map(({ version, status }) => [version, status]))).toEqual({
      v1: 'MODEL_STATUS_RETIRED',
      v2: 'MODEL_STATUS_CHAMPION',
    });
    await models('rollbackModel', { kind: 'MODEL_KIND_RECOMMENDER' });
    await arrives('v1 serves again', async () => {
      expect((await recommendation('trending', {})).modelVersion).toBe('v1');
    });
  }, 120_000);

  it('says what is wrong with a version it cannot promote or go back to', async () => {
    await expect(models('promoteModel', { version: 'no such' })).rejects.toMatchObject({
      code: GrpcStatus.NOT_FOUND,
    });
    await expect(models('rollbackModel', { kind: 'MODEL_KIND_FRAUD' })).rejects.toMatchObject({
      code: GrpcStatus.FAILED_PRECONDITION,
    });
    await expect(models('rollbackModel', {})).rejects.toMatchObject({
      code: GrpcStatus.INVALID_ARGUMENT,
      details: expect.stringContaining('kind: '),
    });
  });

  it('counts its answers for Prometheus', async () => {
    await recommendation('recommend', { userId: 'ann' });
    const text = await gateway.infrastructure.metrics.metrics();
    expect(text).toMatch(/cartwise_gateway_requests_total\{method="Recommend",strategy="STRATEGY_PERSONAL"/);
    expect(text).toMatch(/cartwise_gateway_request_duration_seconds_count\{/);
    expect(text).toMatch(/cartwise_gateway_model_swaps_total\{shop="shop-1",outcome="swapped"/);
  });
});

/** The first reply of a call made of bytes; a stream of one message is a unary call on the wire. */
async function unary(address: string, path: string, request: Buffer): Promise<Buffer> {
  const client = new Client(address, credentials.createInsecure());
  const call = client.makeBidiStreamRequest(
    path,
    (bytes: Buffer) => bytes,
    (bytes: Buffer) => bytes,
  );
  try {
    call.end(request);
    for await (const reply of call as AsyncIterable<Buffer>) return reply;
    throw new Error('no reply');
  } finally {
    client.close();
  }
}
