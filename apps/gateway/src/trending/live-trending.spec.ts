import { describe, expect, it } from '@jest/globals';
import { Event, TOPICS } from '#contracts';
import { Feed } from '../testing/feed.ts';
import { NOW_MS, SHOP } from '../testing/samples.ts';
import { LiveTrending } from './live-trending.ts';

const event = (fields: object) =>
  Event.parse({
    eventId: 'e',
    schemaVersion: 1,
    shopId: SHOP,
    userId: 'ann',
    eventTime: NOW_MS,
    sentAt: NOW_MS,
    receivedAt: NOW_MS,
    source: 'http',
    context: {},
    consent: { analytics: true, personalisation: true },
    ...fields,
  });

describe('LiveTrending', () => {
  it('puts what is bought before what is looked at, and counts nothing of searches', async () => {
    const feed = new Feed();
    const trending = new LiveTrending(feed, () => NOW_MS);
    await trending.onApplicationBootstrap();
    const send = (fields: object) => feed.send(TOPICS.events, SHOP, 'u:ann', event(fields));
    await send({ type: 'product_viewed', item: { itemId: 'seen' } });
    await send({ type: 'product_viewed', item: { itemId: 'seen' } });
    await send({ type: 'products_searched', query: 'mug' });
    await send({
      type: 'order_completed',
      orderId: 'o',
      items: [{ itemId: 'bought', quantity: 1 }],
      totalMinor: 1,
      currency: 'GBP',
    });
    expect(trending.top(SHOP).map(({ itemId }) => itemId)).toEqual(['bought', 'seen']);
  });

  it('does not let a clock that runs ahead weigh more', async () => {
    const feed = new Feed();
    const trending = new LiveTrending(feed, () => NOW_MS);
    await trending.onApplicationBootstrap();
    const viewed = (itemId: string, eventTime: number) =>
      feed.send(TOPICS.events, SHOP, 'u:ann', event({ type: 'product_viewed', item: { itemId }, eventTime }));
    await viewed('ahead', NOW_MS + 86_400_000);
    await viewed('twice', NOW_MS);
    await viewed('twice', NOW_MS);
    expect(trending.top(SHOP).map(({ itemId }) => itemId)).toEqual(['twice', 'ahead']);
  });

  it('is empty for a shop where nothing happened', () => {
    expect(new LiveTrending(new Feed(), () => NOW_MS).top(SHOP)).toEqual([]);
  });
});
