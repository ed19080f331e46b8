import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TOPICS } from '#contracts';
import { startIngestion, type TestIngestion } from '../../testing/start-ingestion.ts';

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
const loggedOut = (eventId: string) => bytes({ type: 'logged_out', eventId, userId: 'ann' });

describe('the raw topic', () => {
  let ingestion: TestIngestion;

  beforeAll(async () => {
    ingestion = await startIngestion();
  });

  afterAll(async () => {
    await ingestion[Symbol.asyncDispose]();
  });

  it('takes each event once, and rejects the rest with its reason', async () => {
    await ingestion.infrastructure.eventLog.append(TOPICS.eventsRaw, [
      { key: 'demo', value: loggedOut('r-1') },
      { key: 'demo/any', value: loggedOut('r-2') },
      { key: 'demo', value: loggedOut('r-1') },
      { key: 'demo', value: Buffer.from('ann@example.com') },
      { key: 'nobody/x', value: bytes({ email: 'ann@example.com' }) },
      { key: 'demo', value: null },
    ]);
    await ingestion.settle();
    const events = await ingestion.events();
    expect(events.map(({ eventId }) => eventId).sort()).toEqual(['r-1', 'r-2']);
    expect(events[0]).toMatchObject({ source: 'kafka', shopId: 'demo' });
    const rejected = (await ingestion.read(TOPICS.eventsRejected)).map(({ value }) => value);
    expect(rejected.map((one) => one?.code).sort()).toEqual([
      'EVENT_MALFORMED',
      'EVENT_MALFORMED',
      'EVENT_WRONG_KEY',
    ]);
    for (const one of rejected) {
      expect(Buffer.from(one?.bodyBase64 ?? '', 'base64').toString()).not.toContain('ann@example.com');
    }
    const metrics = await ingestion.infrastructure.metrics.metrics();
    expect(metrics).toMatch(
      /cartwise_ingestion_events_total\{shop="",source="kafka",type="",verdict="rejected",code="EVENT_WRONG_KEY".*\} 1/,
    );
  });

  it('takes history once, however long ago the ledger forgot its id', async () => {
    const { eventLog, database } = ingestion.infrastructure;
    const value = bytes({
      type: 'logged_out',
      eventId: 'r-old',
      userId: 'ann',
      eventTime: '2020-01-01T00:00:00Z',
      historical: true,
    });
    for (let times = 0; times < 2; times += 1) {
      await eventLog.append(TOPICS.eventsRaw, [{ key: 'demo', value }]);
      await ingestion.settle();
      await database.query('DELETE FROM applied_event');
    }
    expect((await ingestion.events()).filter(({ eventId }) => eventId === 'r-old')).toHaveLength(1);
  });

  it('knows what another door took before', async () => {
    await ingestion.infrastructure.eventLog.append(TOPICS.eventsRaw, [
      { key: 'demo', value: loggedOut('r-9') },
    ]);
    await ingestion.settle();
    await ingestion.infrastructure.eventLog.append(TOPICS.eventsRaw, [
      { key: 'demo', value: loggedOut('r-9') },
    ]);
    await ingestion.settle();
    expect((await ingestion.events()).filter(({ eventId }) => eventId === 'r-9')).toHaveLength(1);
  });
});
