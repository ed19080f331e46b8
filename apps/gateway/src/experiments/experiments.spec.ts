import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { status as GrpcStatus } from '@grpc/grpc-js';
import {
  Event,
  profileKey,
  recordKey,
  TOPICS,
  type EpochMs,
  type ExposureRecord,
  type ModelVersionId,
} from '#contracts';
import type {
  Experiment,
  ListModelsResponse,
  PromoteModelResponse,
} from '#contracts/generated/cartwise/models/v1/models';
import type { RecommendResponse } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { AuditStore, FraudShadowStore, ModelStore } from '#database';
import { callGrpc } from '#service';
import { eventually } from '#test-support';
import { catalogueItem, itemIds, NOW_MS, SHOP } from '../testing/samples.ts';
import { startGateway, type TestGateway } from '../testing/start-gateway.ts';
import { storeModel, trainSmallModel } from '../testing/train-small-model.ts';

const SHOPPERS = 300;
const AT_A_TIME = 10;

/** Does it for all, a few at a time. */
async function each<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<readonly R[]> {
  const done: R[] = [];
  for (let at = 0; at < all.length; at += AT_A_TIME) {
    done.push(...(await Promise.all(all.slice(at, at + AT_A_TIME).map(work))));
  }
  return done;
}

/** One A/B test from its start to the rollback, and a shadow; each test goes on where the one before it ended. */
describe('a version tried beside the champion', () => {
  let gateway: TestGateway;
  const exposures: ExposureRecord[] = [];
  const versionOf = new Map<string, string>();

  beforeAll(async () => {
    gateway = await startGateway();
    for (const version of ['v1', 'v2']) {
      await storeModel(gateway.infrastructure, version, await trainSmallModel(version));
    }
    for (const id of itemIds(12)) {
      await gateway.infrastructure.eventLog.append(TOPICS.items, [
        { key: recordKey(SHOP, id), value: catalogueItem(id) },
      ]);
    }
    await models('promoteModel', { version: 'v1' });
    await eventually('v1 serves', async () =>
      (await recommend('any')).modelVersion === 'v1' ? true : undefined,
    );
    await gateway.infrastructure.eventLog.follow({
      topic: TOPICS.exposures,
      from: 'earliest',
      batchSizeMax: 1_000,
      handle: async ({ records }) => {
        for (const { value } of records) if (value) exposures.push(TOPICS.exposures.codec.decode(value));
      },
    });
  }, 120_000);
  afterAll(async () => {
    await gateway[Symbol.asyncDispose]();
  });

  const models = <Reply>(method: string, request: object) =>
    callGrpc<Reply>(gateway.target, { package: 'models', service: 'ModelService', method }, request);
  const recommend = (userId: string) =>
    callGrpc<RecommendResponse>(
      gateway.target,
      { package: 'recommendation', service: 'RecommendationService', method: 'recommend' },
      { userId, sessionItemIds: ['item-3'], limit: 5, placement: 'home' },
    );
  const newest = async () => {
    const { experiments } = await models<{ experiments: readonly Experiment[] }>('listExperiments', {});
    return experiments[0];
  };
  const clicked = (userId: string, recommendationId: string): Event =>
    Event.parse({
      type: 'recommendation_clicked',
      eventId: `click-${userId}`,
      schemaVersion: 1,
      shopId: SHOP,
      userId,
      eventTime: Date.now(),
      sentAt: Date.now(),
      receivedAt: Date.now(),
      source: 'http',
      context: {},
      consent: { analytics: true, personalisation: true },
      recommendationId,
      itemId: 'item-4',
    });

  it('cannot be the champion itself, unknown, or a second one', async () => {
    const start = (version: string) =>
      models('startExperiment', { version, mode: 'EXPERIMENT_MODE_AB', sharePercent: 50 });
    await expect(start('v1')).rejects.toMatchObject({ code: GrpcStatus.FAILED_PRECONDITION });
    await expect(start('v9')).rejects.toMatchObject({ code: GrpcStatus.NOT_FOUND });
    await expect(models('startExperiment', { version: 'v2' })).rejects.toMatchObject({
      code: GrpcStatus.INVALID_ARGUMENT,
      details: expect.stringContaining('mode: '),
    });
    const { experiment } = (await start('v2')) as { experiment: Experiment };
    expect(experiment).toMatchObject({
      version: 'v2',
      championVersion: 'v1',
      sharePercent: 50,
      endedAtMs: 0,
    });
    await expect(start('v2')).rejects.toMatchObject({ code: GrpcStatus.FAILED_PRECONDITION });
  });

  it('serves its share of the shoppers, the same ones each time', async () => {
    await eventually('somebody gets v2', async () => {
      for (const user of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
        if ((await recommend(`probe-${user}`)).modelVersion === 'v2') return true;
      }
      return undefined;
    });
    const shoppers = Array.from({ length: SHOPPERS }, (_, n) => `shopper-${n}`);
    await each(shoppers, async (user) => versionOf.set(user, (await recommend(user)).modelVersion));
    const again = await each(shoppers.slice(0, 20), async (user) => (await recommend(user)).modelVersion);
    expect(again).toEqual(shoppers.slice(0, 20).map((user) => versionOf.get(user)));
    const challengers = [...versionOf.values()].filter((version) => version === 'v2').length;
    expect(challengers / SHOPPERS).toBeGreaterThan(0.4);
    expect(challengers / SHOPPERS).toBeLessThan(0.6);
  }, 60_000);

  it('tells of every list on the log, without naming a shopper', async () => {
    await eventually('all are on the log', async () =>
      new Set(exposures.map(({ shopperHash }) => shopperHash)).size >= SHOPPERS ? true : undefined,
    );
    expect(exposures[0]).toMatchObject({
      shopId: SHOP,
      placement: 'home',
      arm: expect.stringMatching(/^(champion|challenger)$/),
      modelVersion: expect.stringMatching(/^v[12]$/),
      shopperHash: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(exposures[0]?.itemIds).toHaveLength(5);
    expect(JSON.stringify(exposures)).not.toContain('shopper-1');
  });

  it('serves a shopper by one model in every list but Trending, and tells of what the model had a say in', async () => {
    const inMethod = (method: string, request: object) =>
      callGrpc<RecommendResponse>(
        gateway.target,
        { package: 'recommendation', service: 'RecommendationService', method },
        { limit: 3, ...request },
      );
    const users = ['v1', 'v2'].map((version) => [...versionOf].find(([, got]) => got === version)?.[0] ?? '');
    const told = new Set<string>();
    for (const userId of users) {
      const lists = [
        await inMethod('similarItems', { userId, itemId: 'item-3' }),
        await inMethod('boughtTogether', { userId, itemIds: ['item-3'] }),
      ];
      const reranked = await inMethod('rerank', { userId, itemIds: ['item-3', 'item-4'] });
      const explained = await inMethod('explain', { userId, itemId: 'item-4' });
      for (const { modelVersion } of [...lists, reranked, explained]) {
        expect(modelVersion).toBe(versionOf.get(userId));
      }
      expect((await inMethod('trending', { userId })).modelVersion).toBe('v1');
      for (const { recommendationId } of lists) told.add(recommendationId);
    }
    await eventually('all are on the log', async () => {
      const known = new Set<string>(exposures.map(({ recommendationId }) => recommendationId));
      return [...told].every((id) => known.has(id)) ? true : undefined;
    });
    const unknown = await inMethod('similarItems', { itemId: 'item-3' });
    expect(unknown.modelVersion).toBe('v1');
  });

  it('is rolled back when fewer of its shoppers click, which is told', async () => {
    const fans = [...versionOf]
      .filter(([, version], n) => version === 'v1' || n % 20 === 0)
      .map(([user]) => user);
    const events = await each(fans, async (user) => clicked(user, (await recommend(user)).recommendationId));
    // Lists first, clicks after them, as it happens.
    const arms = async () => (await newest())?.arms ?? [];
    await eventually('the lists are counted', async () =>
      (await arms()).reduce((sum, { lists }) => sum + Number(lists), 0) >= SHOPPERS + fans.length
        ? true
        : undefined,
    );
    await gateway.infrastructure.eventLog.append(
      TOPICS.events,
      events.map((value) => ({ key: recordKey(SHOP, profileKey(value)), value })),
    );
    const ended = await eventually('it ended', async () => {
      const experiment = await newest();
      return experiment?.endReason === '' ? undefined : experiment;
    });
    expect(ended?.endReason).toMatch(/^rolled back: its hit rate is \d+\.\d %, the champion's \d+\.\d %/);
    const [champion, challenger] = ended?.arms ?? [];
    expect(champion?.hitRateLow).toBeGreaterThan(challenger?.hitRateHigh ?? 1);
    await eventually('everyone gets v1', async () => {
      const replies = await each([...versionOf.keys()].slice(0, 30), recommend);
      return replies.every(({ modelVersion }) => modelVersion === 'v1') ? true : undefined;
    });
  }, 60_000);

  it('ranks in the shadow without being shown, until it is stopped', async () => {
    await models('startExperiment', { version: 'v2', mode: 'EXPERIMENT_MODE_SHADOW', sharePercent: 100 });
    await eventually('the shadow has ranked', async () => {
      expect((await recommend('shopper-1')).modelVersion).toBe('v1');
      const text = await gateway.infrastructure.metrics.metrics();
      return /cartwise_gateway_shadow_overlap_count\{[^}]*\} [1-9]/.test(text) ? true : undefined;
    });
    const { experiment } = await models<{ experiment: Experiment }>('stopExperiment', {
      mode: 'EXPERIMENT_MODE_SHADOW',
    });
    expect(experiment).toMatchObject({ version: 'v2', endReason: 'stopped by hand', arms: [] });
    await expect(models('stopExperiment', { mode: 'EXPERIMENT_MODE_SHADOW' })).rejects.toMatchObject({
      code: GrpcStatus.FAILED_PRECONDITION,
    });
  }, 60_000);

  it('judges orders in the shadow when it is a fraud model, beside a recommender, and is never shown', async () => {
    const { database } = gateway.infrastructure;
    for (const version of ['fraud-1', 'fraud-2']) {
      await new ModelStore(database).insert(database, {
        shopId: SHOP,
        kind: 'fraud',
        version: version as ModelVersionId,
        trainedAt: NOW_MS as EpochMs,
        dataFrom: NOW_MS as EpochMs,
        dataUntil: NOW_MS as EpochMs,
        evaluations: [],
        artifactSha256: 'a'.repeat(64),
        backend: 'cpu',
        trainSeconds: 1,
        note: '',
      });
    }
    await models('promoteModel', { version: 'fraud-1' });
    const start = (mode: string) =>
      models<{ experiment: Experiment }>('startExperiment', { version: 'fraud-2', mode, sharePercent: 50 });
    await expect(start('EXPERIMENT_MODE_AB')).rejects.toMatchObject({
      code: GrpcStatus.FAILED_PRECONDITION,
      details: expect.stringContaining('only tried in the shadow'),
    });
    const { experiment } = await start('EXPERIMENT_MODE_SHADOW');
    expect(experiment).toMatchObject({ mode: 'EXPERIMENT_MODE_FRAUD_SHADOW', championVersion: 'fraud-1' });
    const decisions = { champion: 'approve', challenger: 'decline', currency: 'GBP' };
    const first = { ...decisions, orders: 3, amountMinor: 30_000 };
    const next = { ...decisions, orders: 1, amountMinor: 5_000 };
    await new FraudShadowStore(database).add(experiment.id, [first], NOW_MS as EpochMs);
    await new FraudShadowStore(database).add(experiment.id, [next], (NOW_MS + 86_400_000) as EpochMs);
    const mode = 'EXPERIMENT_MODE_FRAUD_SHADOW';
    const total = { ...decisions, orders: 4, amountMinor: 35_000 };
    expect((await models<{ experiment: Experiment }>('stopExperiment', { mode })).experiment).toMatchObject({
      arms: [],
      shadowDecisions: [total],
    });
    const stopped = await models<ListModelsResponse>('listModels', { version: 'fraud-2' });
    expect(stopped.models).toMatchObject([
      { shadowRun: { championVersion: 'fraud-1', sharePercent: 50, decisions: [total] } },
    ]);
    await expect(models('listModels', { version: 'fraud-9' })).rejects.toMatchObject({
      code: GrpcStatus.NOT_FOUND,
    });
  });

  it('is promoted from the shadow with what it decided there in its record and in the audit log', async () => {
    const { database } = gateway.infrastructure;
    const { experiment } = await models<{ experiment: Experiment }>('startExperiment', {
      version: 'fraud-2',
      mode: 'EXPERIMENT_MODE_SHADOW',
      sharePercent: 100,
    });
    const agreed = {
      champion: 'approve',
      challenger: 'approve',
      currency: 'GBP',
      orders: 9,
      amountMinor: 900,
    };
    const stricter = { ...agreed, challenger: 'review', orders: 1, amountMinor: 5_000 };
    await new FraudShadowStore(database).add(experiment.id, [agreed, stricter], NOW_MS as EpochMs);
    const { model } = await eventually('the gateway knows the run', async () => {
      const reply = await models<PromoteModelResponse>('promoteModel', { version: 'fraud-2' });
      return Number(reply.model?.shadowRun?.sharePercent) === 100 ? reply : undefined;
    });
    expect(model).toMatchObject({
      status: 'MODEL_STATUS_CHAMPION',
      shadowRun: { decisions: [agreed, stricter] },
    });
    expect((await newest())?.endReason).toBe('it serves now');
    const entries = await new AuditStore(database).list(SHOP, { limit: 5 });
    expect(entries.find(({ action }) => action === 'experiment.ended')?.detail).toBe(
      'it serves now; 10 orders were seen by both, 90.0 % decided alike; declined: 0 orders by the champion, 0 orders by the challenger; difference 0 orders; in review: 0 orders by the champion, 1 orders, 50.00 GBP by the challenger; difference +1 orders, +50.00 GBP',
    );
  });

  it('counts its arms for Prometheus', async () => {
    const text = await gateway.infrastructure.metrics.metrics();
    for (const arm of ['champion', 'challenger']) {
      expect(text).toMatch(new RegExp(`cartwise_gateway_arm_requests_total\\{shop="shop-1",arm="${arm}"`));
      expect(text).toMatch(new RegExp(`cartwise_gateway_arm_duration_seconds_count\\{[^}]*arm="${arm}"`));
    }
  });
});
