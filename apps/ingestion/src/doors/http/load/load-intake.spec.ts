import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { EpochMs, TOPICS } from '#contracts';
import { createLogger } from '#service';
import { VerdictMetrics } from '../../../intake/verdict-metrics.ts';
import { startIngestion, type TestIngestion } from '../../../testing/start-ingestion.ts';
import { TEST_SERVER_KEY, TEST_WRITE_KEY, testShop } from '../../../testing/test-shop.ts';
import { judgePart } from './judge-part.ts';
import type { LoadPart, PartJudge } from './judged-part.ts';
import { LoadIntake } from './load-intake.ts';
import { LOADS_IN_FLIGHT_MAX } from './load-limits.ts';

/** In this thread; the threads of the built product are met in test/e2e. */
const here: PartJudge = { judge: (part) => Promise.resolve(judgePart(part)) };

const view = (eventId: string) =>
  JSON.stringify({ type: 'product_viewed', eventId, userId: 'anna', eventTime: 1, item: { itemId: 'a' } });

const part = (...lines: readonly string[]): LoadPart => ({
  shop: testShop,
  receivedAt: EpochMs.parse(Date.now()),
  load: 'history',
  firstRow: 1,
  lines: Buffer.from(lines.join('\n')),
});

describe('the way in for history', () => {
  let ingestion: TestIngestion;
  let intake: LoadIntake;
  const registry = new Registry();
  beforeAll(async () => {
    ingestion = await startIngestion();
    const { database, eventLog } = ingestion.infrastructure;
    const logger = createLogger({ service: 'test', level: 'silent' });
    intake = new LoadIntake(database, new VerdictMetrics(registry), here, eventLog, logger);
  });
  afterAll(async () => ingestion[Symbol.asyncDispose]());

  it('has what it answers for on the log, and takes nothing twice once it is in the archive', async () => {
    const lines = [view('one'), view('two'), '{}', view('one')];
    expect(await intake.take(async () => part(...lines))).toEqual({
      ...{ accepted: 2, duplicates: 1, dropped: 0, rejected: 1 },
      codes: { EVENT_MISSING_FIELD: 1 },
      faults: [expect.objectContaining({ row: 3, field: 'type' })],
    });
    expect((await ingestion.events()).map(({ eventId }) => eventId).toSorted()).toEqual(['one', 'two']);
    expect(await ingestion.read(TOPICS.eventsRejected)).toHaveLength(1);
    await ingestion.settle();
    expect(await intake.take(async () => part(...lines))).toMatchObject({ accepted: 0, duplicates: 3 });
    expect(await ingestion.events()).toHaveLength(2);
    expect(await registry.metrics()).toContain(
      'cartwise_ingestion_events_total{shop="demo",source="import",type="product_viewed",verdict="accepted",code=""} 2',
    );
  });

  it('refuses more parts than it may hold before it reads them, and takes more when one is done', async () => {
    let arrive: (part: LoadPart) => void = () => undefined;
    const arrived = new Promise<LoadPart>((resolve) => (arrive = resolve));
    const waiting = Array.from({ length: LOADS_IN_FLIGHT_MAX }, () => intake.take(() => arrived));
    const refused = intake.take(() => Promise.reject(new Error('read')));
    await expect(refused).rejects.toMatchObject({ code: 'OVERLOADED' });
    arrive(part());
    await Promise.all(waiting);
    expect(await intake.take(async () => part(view('three')))).toMatchObject({ accepted: 1 });
  });

  const post = (key: string, query: string, body = '') =>
    fetch(`${ingestion.httpUrl}/v1/load${query}`, {
      method: 'POST',
      headers: { 'x-api-key': key, 'content-type': 'application/x-ndjson' },
      body,
    });

  it.each([
    ['a key that stands in pages', TEST_WRITE_KEY, '?load=x', 403],
    ['no name of the history', TEST_SERVER_KEY, '', 400],
    ['a row that is none', TEST_SERVER_KEY, '?load=x&row=0', 400],
  ])('has a door that refuses %s', async (_, key, query, status) => {
    expect((await post(key, query, view('four'))).status).toBe(status);
  });
});
