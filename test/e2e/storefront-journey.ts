import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { TOPICS } from '#contracts';
import type { UpsertItemsResponse } from '#contracts/generated/cartwise/catalog/v1/catalog';
import type { ListAlertsResponse, ScoreOrderResponse } from '#contracts/generated/cartwise/fraud/v1/fraud';
import type { IngestEventsResponse } from '#contracts/generated/cartwise/ingestion/v1/ingestion';
import type { ListModelsResponse } from '#contracts/generated/cartwise/models/v1/models';
import type { GetProfileResponse } from '#contracts/generated/cartwise/profile/v1/profile';
import type { RecommendResponse } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { callGrpc, type GrpcMethod } from '#service';
import { eventually } from '#test-support';
import { E2E_KEYS, E2E_SHOP, type Deployment } from './deployment.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SHOPPERS = 160;
const ITEMS_PER_TASTE = 20;

const method = (pkg: GrpcMethod['package'], service: string, name: string): GrpcMethod => ({
  package: pkg,
  service,
  method: name,
});
const itemId = (taste: string, index: number) => `${taste}-${index}`;

/** A year of two kinds of shoppers: those who buy for the garden and those who buy for the kitchen, never both. */
function history(nowMs: number): readonly object[] {
  return Array.from({ length: SHOPPERS * 6 }, (_, index) => {
    const shopper = index % SHOPPERS;
    const taste = shopper % 2 === 0 ? 'garden' : 'kitchen';
    const first = (shopper * 7 + index) % ITEMS_PER_TASTE;
    const itemIds = [0, 1, 2].map((step) => itemId(taste, (first + step) % ITEMS_PER_TASTE));
    return {
      type: 'order_completed',
      eventId: `history-${index}`,
      userId: `shopper-${shopper}`,
      eventTime: nowMs - 60 * DAY_MS + Math.floor((index / (SHOPPERS * 6)) * 59 * DAY_MS),
      orderId: `order-${index}`,
      items: itemIds.map((id) => ({ itemId: id, quantity: 1, priceMinor: 500, currency: 'GBP' })),
      totalMinor: 1500,
      currency: 'GBP',
    };
  });
}

/** The journey every deployment must take: the whole product, seen from outside. */
export function describeStorefrontJourney(name: string, start: () => Promise<Deployment>): void {
  describe(`a storefront on ${name}`, () => {
    let cartwise: Deployment;
    const nowMs = Date.now();
    const user = `ann-${randomUUID()}`;
    // Pages send events with the write key; the backend asks with the server key.
    const call = <Reply>(of: GrpcMethod, request: object, apiKey = E2E_KEYS.server) =>
      callGrpc<Reply>({ ...cartwise.grpc, apiKey }, of, request);
    const post = async (path: string, body: unknown, apiKey = E2E_KEYS.write): Promise<unknown> => {
      const response = await fetch(`${cartwise.http}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': apiKey },
        body: JSON.stringify(body),
      });
      expect(response.status).toBe(200);
      return response.json();
    };
    const profileOf = async (userId: string) =>
      (await call<GetProfileResponse>(method('profile', 'ProfileService', 'getProfile'), { userId })).profile;
    const recommend = (userId: string) =>
      call<RecommendResponse>(method('recommendation', 'RecommendationService', 'recommend'), {
        userId,
        limit: 5,
      });

    beforeAll(async () => {
      cartwise = await start();
    }, 180_000);

    afterAll(async () => {
      await cartwise?.[Symbol.asyncDispose]();
    }, 60_000);

    it('takes the catalogue', async () => {
      const items = ['garden', 'kitchen'].flatMap((taste) =>
        Array.from({ length: ITEMS_PER_TASTE }, (_, index) => ({
          id: itemId(taste, index),
          title: `${taste} thing ${index}`,
          availability: 'AVAILABILITY_IN_STOCK',
          price: { amountMinor: 500, currency: 'GBP' },
          productType: taste === 'garden' ? 'Garden' : 'Kitchen',
        })),
      );
      const reply = await call<UpsertItemsResponse>(method('catalog', 'CatalogService', 'upsertItems'), {
        items,
      });
      expect(reply).toEqual({ accepted: 2 * ITEMS_PER_TASTE, errors: [] });
    });

    it('takes history in batches and builds profiles of it', async () => {
      const events = history(nowMs);
      for (let from = 0; from < events.length; from += 500) {
        const batch = events.slice(from, from + 500);
        const reply = await post('/v1/batch', { batch, historical: true }, E2E_KEYS.server);
        expect(reply).not.toMatchObject({ verdicts: expect.arrayContaining([{ verdict: 'rejected' }]) });
      }
      const profile = await eventually('the profile has six orders', async () => {
        const found = await profileOf('shopper-3');
        return found?.rfm?.orders === 6 ? found : undefined;
      });
      expect(profile.rfm).toMatchObject({ orders: 6, spentMinor: 6 * 1500, currency: 'GBP' });
    });

    it('takes an event at each door into one profile', async () => {
      await post('/v1/track', {
        event: 'Product Viewed',
        messageId: `http-${user}`,
        userId: user,
        properties: { product_id: 'garden-1', price: 5 },
      });
      const reply = await call<IngestEventsResponse>(
        method('ingestion', 'IngestionService', 'ingestEvents'),
        {
          events: [
            {
              eventId: `grpc-${user}`,
              type: 'view_item',
              userId: user,
              propertiesJson: '{"items":[{"item_id":"garden-2"}]}',
            },
          ],
        },
      );
      expect(reply.verdicts).toMatchObject([{ verdict: 'VERDICT_ACCEPTED' }]);
      const raw = {
        type: 'product_viewed',
        eventId: `raw-${user}`,
        userId: user,
        item: { itemId: 'garden-3' },
      };
      await cartwise.appendRaw(TOPICS.eventsRaw, E2E_SHOP.id, Buffer.from(JSON.stringify(raw)));
      const profile = await eventually('all three are in the profile', async () => {
        const found = await profileOf(user);
        return found?.counts?.views === 3 ? found : undefined;
      });
      expect(profile.recent.map((interaction) => interaction.itemId).sort()).toEqual([
        'garden-1',
        'garden-2',
        'garden-3',
      ]);
    });

    it('recommends before there is a model, and says that it could do better', async () => {
      const reply = await recommend(user);
      expect(reply).toMatchObject({ degraded: true, modelVersion: '' });
    });

    it('trains, publishes and swaps a model in', async () => {
      await cartwise.train();
      const { models } = await call<ListModelsResponse>(
        method('models', 'ModelService', 'listModels'),
        { kind: 'MODEL_KIND_RECOMMENDER' },
        E2E_KEYS.admin,
      );
      expect(models).toMatchObject([{ status: 'MODEL_STATUS_CHAMPION' }]);
      const reply = await eventually('the model serves', async () => {
        const answer = await recommend(user);
        return answer.modelVersion === models[0]?.version ? answer : undefined;
      });
      const garden = reply.items.filter((item) => item.itemId.startsWith('garden-'));
      expect(reply.items).toHaveLength(5);
      expect(garden.length).toBeGreaterThanOrEqual(4);
      expect(reply.items[0]).toMatchObject({
        title: expect.stringContaining('garden thing'),
        reason: expect.any(String),
      });
      expect(reply).toMatchObject({ degraded: false, strategy: 'STRATEGY_PERSONAL' });
    }, 180_000);

    it('changes its recommendation when the shopper changes', async () => {
      const views = Array.from({ length: 8 }, (_, index) => ({
        type: 'track',
        event: 'Product Viewed',
        messageId: `change-${index}-${user}`,
        userId: user,
        properties: { product_id: itemId('kitchen', index) },
      }));
      await post('/v1/batch', { batch: views });
      const reply = await eventually('the first item is for the kitchen', async () => {
        const answer = await recommend(user);
        return answer.items[0]?.itemId.startsWith('kitchen-') ? answer : undefined;
      });
      expect(reply.strategy).toBe('STRATEGY_PERSONAL');
    });

    it('raises an alert on a burst of declined cards, and declines or holds the order that follows', async () => {
      const attempts = Array.from({ length: 15 }, (_, index) => ({
        type: 'payment_attempted',
        eventId: `attempt-${index}-${user}`,
        anonymousId: `tester-${user}`,
        context: { deviceId: `device-${user}`, ip: '203.0.113.7' },
        cardFingerprint: `card-${user}`,
        amountMinor: 100,
        currency: 'GBP',
        status: 'declined',
      }));
      const reply = await post('/v1/batch', { batch: attempts });
      expect(reply).toMatchObject({ verdicts: Array(15).fill({ verdict: 'accepted' }) });
      const alert = await eventually('an alert is raised', async () => {
        const { alerts } = await call<ListAlertsResponse>(method('fraud', 'FraudService', 'listAlerts'), {
          pageSize: 50,
        });
        return alerts.find(({ reasons }) => reasons.some(({ code }) => /DECLINE|CARD_TEST/.test(code)));
      });
      expect(alert.status).toBe('ALERT_STATUS_OPEN');
      const score = await call<ScoreOrderResponse>(method('fraud', 'FraudService', 'scoreOrder'), {
        order: {
          orderId: `order-${user}`,
          anonymousId: `tester-${user}`,
          deviceId: `device-${user}`,
          ip: '203.0.113.7',
          cardFingerprint: `card-${user}`,
          items: [{ itemId: 'garden-1', quantity: 1, priceMinor: 500 }],
          total: { amountMinor: 500, currency: 'GBP' },
        },
      });
      expect(['DECISION_REVIEW', 'DECISION_DECLINE']).toContain(score.decision);
      expect(score.reasons).not.toEqual([]);
    });

    it('agrees with itself when all is recomputed from the archive', async () => {
      expect(await cartwise.verify()).toMatchObject({ agrees: true });
    }, 120_000);
  });
}
