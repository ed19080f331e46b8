import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Event, profileKey, recordKey, TOPICS } from '#contracts';
import type { RecommendResponse } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { EventArchive } from '#database';
import { callGrpc } from '#service';
import { eventually } from '#test-support';
import { catalogueItem, SHOP } from '../testing/samples.ts';
import { startGateway, type TestGateway } from '../testing/start-gateway.ts';
import { storeModel, trainSmallModel } from '../testing/train-small-model.ts';

describe('a model that serves', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startGateway();
    await storeModel(gateway.infrastructure, 'v1', await trainSmallModel('v1'));
    const method = { package: 'models', service: 'ModelService', method: 'promoteModel' } as const;
    await callGrpc(gateway.target, method, { version: 'v1' });
    await serves();
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
  const serves = () =>
    eventually('v1 serves', async () =>
      (await recommendation('trending', {})).modelVersion === 'v1' ? true : undefined,
    );
  const happens = async (events: readonly Event[]) => {
    const { database, eventLog } = gateway.infrastructure;
    const archive = new EventArchive(database);
    await archive.ensurePartitions(Date.now());
    await archive.append(
      database,
      events.map((event, offset) => ({ event, partition: 0, offset })),
    );
    await eventLog.append(
      TOPICS.events,
      events.map((value) => ({ key: recordKey(SHOP, profileKey(value)), value })),
    );
  };
  const idsOf = ({ items }: RecommendResponse) => items.map(({ itemId }) => itemId);
  const showsFresh = async () => {
    const similar = await recommendation('similarItems', { itemId: 'item-3', limit: 3 });
    const session = await recommendation('recommend', { sessionItemIds: ['item-3'], limit: 5 });
    expect(idsOf(similar)).toContain('fresh');
    expect(idsOf(session)).toContain('fresh');
    expect(similar.modelVersion).toBe('v1');
    return true;
  };

  it('shows an item that nobody had seen at the training within seconds, and after a restart too', async () => {
    for (const id of ['item-3', 'fresh']) {
      await gateway.infrastructure.eventLog.append(TOPICS.items, [
        { key: recordKey(SHOP, id), value: catalogueItem(id) },
      ]);
    }
    await happens(
      Array.from({ length: 30 }, (_, n) => ['item-3', 'fresh'].map((id, step) => viewed(n, id, step))).flat(),
    );
    await eventually('the new item is recommended', showsFresh);
    await gateway.restart();
    await serves();
    await showsFresh();
  }, 60_000);
});

function viewed(shopper: number, itemId: string, step: number): Event {
  const eventTime = Date.now() + step;
  return Event.parse({
    type: 'product_viewed',
    eventId: `${shopper}-${itemId}`,
    schemaVersion: 1,
    shopId: SHOP,
    userId: `shopper-${shopper}`,
    eventTime,
    sentAt: eventTime,
    receivedAt: Date.now(),
    source: 'http',
    context: {},
    consent: { analytics: true, personalisation: true },
    item: { itemId },
  });
}
