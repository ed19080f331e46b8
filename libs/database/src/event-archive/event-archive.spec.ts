import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Event, type ShopId } from '#contracts';
import { startPostgres, type TestPostgres } from '#test-support';
import { Database } from '../connection/database.ts';
import { EventArchive, type ArchivedEvent } from './event-archive.ts';

const NOW_MS = Date.UTC(2026, 10, 23);
const shopId = 'demo' as ShopId;

const archived = (offset: number, eventTime: number): ArchivedEvent => ({
  partition: 3,
  offset,
  event: Event.parse({
    type: 'logged_out',
    eventId: `event-${offset}`,
    schemaVersion: 1,
    shopId,
    userId: 'ann',
    eventTime,
    sentAt: eventTime,
    receivedAt: NOW_MS,
    source: 'http',
    context: {},
    consent: { analytics: true, personalisation: true },
  }),
});

async function all<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const items: T[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}

describe('the event archive', () => {
  let server: TestPostgres;
  let database: Database;
  let archive: EventArchive;

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
    archive = new EventArchive(database);
    await archive.ensurePartitions(NOW_MS);
    // Event times run against the log's order.
    await archive.append(
      database,
      [0, 1, 2].map((offset) => archived(offset, NOW_MS - offset * 1000)),
    );
  });

  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('gives events back whole, in the order they happened', async () => {
    const events = await all(archive.readInTimeOrder({ shopId, fromMs: 0, untilMs: NOW_MS + 1 }));
    expect(events).toEqual([2, 1, 0].map((offset) => archived(offset, NOW_MS - offset * 1000).event));
  });

  it('leaves out what happened outside the interval', async () => {
    const events = await all(archive.readInTimeOrder({ shopId, fromMs: NOW_MS - 1000, untilMs: NOW_MS }));
    expect(events.map((event) => event.eventId)).toEqual(['event-1']);
  });

  it('leaves out what was received later', async () => {
    const range = { shopId, fromMs: 0, untilMs: NOW_MS + 1 };
    expect(await all(archive.readInTimeOrder({ ...range, receivedByMs: NOW_MS }))).toHaveLength(3);
    expect(await all(archive.readInTimeOrder({ ...range, receivedByMs: NOW_MS - 1 }))).toHaveLength(0);
  });

  it('gives a sample of what happened in an interval, by type', async () => {
    const range = { shopId, fromMs: NOW_MS - 1000, untilMs: NOW_MS + 1 };
    const sampled = await archive.sample({ ...range, types: ['logged_out'] });
    expect(new Set(sampled.map(({ eventId }) => eventId))).toEqual(new Set(['event-0', 'event-1']));
    expect(await archive.sample({ ...range, types: ['logged_in'] })).toEqual([]);
  });

  it('draws the same page of a long interval each time', async () => {
    const many = 'many' as ShopId;
    const fromMs = NOW_MS - 86_400_000;
    await archive.append(
      database,
      Array.from({ length: 2_500 }, (_, i) => {
        const one = archived(100 + i, fromMs + i);
        return { ...one, event: { ...one.event, shopId: many } };
      }),
    );
    const draw = () => archive.sample({ shopId: many, fromMs, untilMs: NOW_MS, types: ['logged_out'] });
    const drawn = await draw();
    expect(drawn).toHaveLength(2_000);
    // From all of the interval, not from one end: of each half about as many.
    const firstHalf = drawn.filter(({ eventTime }) => eventTime < fromMs + 1_250).length;
    expect(Math.abs(firstHalf - 1_000)).toBeLessThan(100);
    expect(await draw()).toEqual(drawn);
  });

  it('gives events back in the order of the log, up to an offset', async () => {
    const read = await all(archive.readInLogOrder(database, 3, 2));
    expect(read.map(({ offset }) => offset)).toEqual([0, 1]);
  });

  it('keeps an event once, though it is added again from another place on the log', async () => {
    await archive.append(database, [{ ...archived(0, NOW_MS), offset: 9 }]);
    expect(await archive.count(shopId)).toBe(3);
    const read = await all(archive.readInLogOrder(database, 3, 10));
    expect(read.map(({ offset }) => offset)).toEqual([0, 1, 2]);
  });

  it('creates its partitions as often as it is asked', async () => {
    await archive.ensurePartitions(NOW_MS);
    expect(await archive.count(shopId)).toBe(3);
  });
});
