import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Event, recordKey, TOPICS, type CatalogueItem, type ShopId } from '#contracts';
import { Database, EventArchive, ItemStore, type ItemKey, type Sql } from '#database';
import { openEventLog, type EventLog } from '#event-log';
import { startPostgres, type TestPostgres } from '#test-support';
import { ArchiveConsumer } from './archive-consumer.ts';

const NOW = Date.UTC(2026, 10, 23);
const shopId = 'demo' as ShopId;

const viewed = (eventId: string, itemId: string): Event =>
  Event.parse({
    type: 'product_viewed',
    eventId,
    schemaVersion: 1,
    shopId,
    userId: 'ann',
    eventTime: NOW,
    sentAt: NOW,
    receivedAt: NOW,
    source: 'http',
    context: {},
    consent: { analytics: true, personalisation: true },
    item: { itemId, title: `the ${itemId}`, priceMinor: 999, currency: 'GBP' },
  });

/** Dies once, after all effects of the batch and before its commit. */
class DyingItemStore extends ItemStore {
  deaths = 0;

  override async addUnknown(sql: Sql, items: readonly CatalogueItem[]): Promise<ItemKey[]> {
    const added = await super.addUnknown(sql, items);
    if (this.deaths === 0) {
      this.deaths += 1;
      throw new Error('crash between effect and commit');
    }
    return added;
  }
}

describe('the archive consumer', () => {
  let server: TestPostgres;
  let database: Database;
  let eventLog: EventLog;

  beforeAll(async () => {
    server = await startPostgres();
    const { connectionString } = server;
    database = await Database.open({ connectionString });
    eventLog = await openEventLog({
      kind: 'postgres',
      connectionString,
      runInTransaction: (work) => database.transaction(work),
    });
    await eventLog.createTopics([TOPICS.events, TOPICS.items, TOPICS.eventsRejected] as never);
    await new EventArchive(database).ensurePartitions(NOW);
  });

  afterAll(async () => {
    await eventLog.close();
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('keeps each event once, though the log holds it twice and the first try dies before its commit', async () => {
    const archive = new EventArchive(database);
    const items = new DyingItemStore(database);
    const events = [viewed('a-1', 'mug'), viewed('a-2', 'cup'), viewed('a-1', 'mug')];
    await eventLog.append(
      TOPICS.events,
      events.map((value) => ({ key: recordKey(shopId, 'u:ann'), value })),
    );
    const consumer = new ArchiveConsumer(eventLog, archive, items);
    await consumer.onApplicationBootstrap();
    while ((await archive.count(shopId)) < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await consumer.beforeApplicationShutdown();
    expect(items.deaths).toBe(1);
    expect(await archive.count(shopId)).toBe(2);
    const rejected = await database.query("SELECT 1 FROM event_log.outbox WHERE topic = 'events.rejected'");
    expect(rejected).toEqual([]);
    expect(await items.list({ shopId, limit: 9 })).toEqual([
      {
        shopId,
        id: 'cup',
        title: 'the cup',
        availability: 'in_stock',
        price: { amountMinor: 999, currency: 'GBP' },
        known: false,
        updatedAt: NOW,
      },
      expect.objectContaining({ id: 'mug', known: false }),
    ]);
  });
});
