import { describe, expect, it } from '@jest/globals';
import { Event, TOPICS, type EpochMs } from '#contracts';
import { Feed, eventually } from '#test-support';
import { NOW_MS, SHOP, silent } from '../testing/samples.ts';
import { LiveTrending } from './live-trending.ts';

/** An archive that knows these. */
const archiveOf = (events: readonly Event[]) => ({
  timeOfNewest: async () => undefined,
  async *readInTimeOrder() {
    yield events;
  },
});
const NOTHING = archiveOf([]);

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
    const trending = new LiveTrending(feed, NOTHING, () => NOW_MS, silent);
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
    const trending = new LiveTrending(feed, NOTHING, () => NOW_MS, silent);
    await trending.onApplicationBootstrap();
    const viewed = (itemId: string, eventTime: number) =>
      feed.send(TOPICS.events, SHOP, 'u:ann', event({ type: 'product_viewed', item: { itemId }, eventTime }));
    await viewed('ahead', NOW_MS + 86_400_000);
    await viewed('twice', NOW_MS);
    await viewed('twice', NOW_MS);
    expect(trending.top(SHOP).map(({ itemId }) => itemId)).toEqual(['twice', 'ahead']);
  });

  it('knows after a restart what trended before, and counts nothing twice', async () => {
    const viewed = (itemId: string, receivedAt: number, eventTime = receivedAt) =>
      event({ type: 'product_viewed', item: { itemId }, receivedAt, eventTime });
    const archive = archiveOf([
      viewed('old', NOW_MS - 1_000),
      viewed('old', NOW_MS - 2_000),
      viewed('passing', NOW_MS),
    ]);
    const feed = new Feed();
    let nowMs: number = NOW_MS;
    const trending = new LiveTrending(feed, archive, () => nowMs as EpochMs, silent);
    await trending.onApplicationBootstrap();
    await feed.send(TOPICS.events, SHOP, 'u:ann', viewed('passing', NOW_MS));
    trending.top(SHOP);
    await eventually('the archive is read', async () => {
      // The list is sorted anew every few seconds.
      nowMs += 10_000;
      return trending.top(SHOP).length === 2 ? true : undefined;
    });
    expect(trending.top(SHOP).map(({ itemId }) => itemId)).toEqual(['old', 'passing']);
    expect(trending.top(SHOP)[1]?.score).toBeCloseTo(1, 2);
  });

  it('is empty for a shop where nothing happened', () => {
    expect(new LiveTrending(new Feed(), NOTHING, () => NOW_MS, silent).top(SHOP)).toEqual([]);
  });
});
