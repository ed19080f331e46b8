import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Event, type EpochMs, type OrderId, type ShopId } from '#contracts';
import { Database, EventArchive, LabelStore } from '#database';
import { startPostgres, type TestPostgres } from '#test-support';
import { knownOutcomes } from './known-outcomes.ts';
import { readHistory } from './read-history.ts';

const shopId = 'demo' as ShopId;
const AT = Date.UTC(2026, 10, 1);

describe('what training knows of orders', () => {
  let server: TestPostgres;
  let database: Database;
  let archive: EventArchive;

  const chargeback = (orderId: string, receivedAt: number) =>
    Event.parse({
      type: 'chargeback_received',
      eventId: `chargeback-${orderId}`,
      schemaVersion: 1,
      shopId,
      userId: 'ann',
      orderId,
      amountMinor: 100,
      currency: 'GBP',
      eventTime: AT,
      sentAt: AT,
      receivedAt,
      source: 'http',
      context: {},
      consent: { analytics: true, personalisation: true },
    });
  const outcomesAsOf = async (asOfMs: number) => {
    const history = await readHistory(archive, shopId, asOfMs, () => undefined);
    return knownOutcomes(new LabelStore(database), shopId, history);
  };

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
    archive = new EventArchive(database);
    await archive.ensurePartitions(AT);
    const events = [chargeback('o1', AT), chargeback('o2', AT + 50)];
    await archive.append(
      database,
      events.map((event, offset) => ({ event, partition: 0, offset })),
    );
    // The analyst let o1 pass before the chargeback said otherwise, and found o3.
    await new LabelStore(database).append(
      database,
      [
        { orderId: 'o1', isFraud: false, at: AT + 10 },
        { orderId: 'o3', isFraud: true, at: AT + 20 },
        { orderId: 'o3', isFraud: false, at: AT + 90 },
      ].map(({ orderId, isFraud, at }) => ({
        shopId,
        label: {
          orderId: orderId as OrderId,
          isFraud,
          source: 'analyst',
          knownAtMs: at as EpochMs,
          author: 'eve',
          evidence: `alert/${orderId}`,
        },
      })),
    );
  });
  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('is what events and analysts had said by the end of its data, and nothing later', async () => {
    expect(await outcomesAsOf(AT + 30)).toEqual(
      new Map([
        ['o1', true],
        ['o3', true],
      ]),
    );
    expect(await outcomesAsOf(AT + 100)).toEqual(
      new Map([
        ['o1', true],
        ['o2', true],
        ['o3', false],
      ]),
    );
  });
});
