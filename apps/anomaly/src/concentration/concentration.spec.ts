import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TOPICS, type Event } from '#contracts';
import { ARCHIVE_GROUP, EventArchive } from '#database';
import { ANOMALY_GROUP } from '../screening/screen-events.ts';
import { startAnomalyBench, type AnomalyBench } from '../testing/anomaly-bench.ts';
import { TEST_TIME_MS, testEvent, testHash, testOrder } from '../testing/test-event.ts';
import { verifyConcentration } from '../verification/verify-concentration.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Accounts that are opened and order at once, each on a device, with a card and from an address of its own. */
function freshAccounts(count: number, startMs = TEST_TIME_MS): readonly Event[] {
  return Array.from({ length: count }, (_, i) => {
    const own = `${startMs}-${i}`;
    const fields = {
      userId: `fresh-${own}`,
      eventTime: startMs + i * 10 * MINUTE_MS,
      context: { deviceId: `device-${own}`, ipHash: testHash(`ip-${own}`) },
    };
    return [
      testEvent('signed_up', fields),
      testOrder(`order-${own}`, {
        ...fields,
        eventTime: fields.eventTime + 20_000,
        totalMinor: 1000 + 777 * i,
        cardHash: testHash(`card-${own}`),
        addressHash: testHash(`address-${own}`),
      }),
    ];
  }).flat();
}

describe('watching orders for bursts', () => {
  let bench: AnomalyBench;

  const archive = async (events: readonly Event[]) => {
    await new EventArchive(bench.database).append(
      bench.database,
      events.map((event, offset) => ({ event, partition: 0, offset })),
    );
    for (const group of [ANOMALY_GROUP, ARCHIVE_GROUP]) {
      await bench.database.query(`INSERT INTO event_log.consumer_offset VALUES ($1, $2, $3, $4)`, [
        group,
        TOPICS.events.name,
        0,
        events.length,
      ]);
    }
  };
  const verify = () => verifyConcentration(bench.database, { offsets: { kind: 'postgres' }, triesMax: 1 });
  const bursts = async (events: readonly Event[]) =>
    (await bench.screen(events)).filter(({ subjectKind }) => subjectKind === 'concentration');

  beforeAll(async () => {
    bench = await startAnomalyBench();
    await new EventArchive(bench.database).ensurePartitions(TEST_TIME_MS);
  });
  beforeEach(async () => {
    await bench.clear();
  });
  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
  });

  it('raises one alert for many, that says what they have in common and what is usual', async () => {
    const [alert, ...others] = await bursts(freshAccounts(30));
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ subjectId: 'account_age/0', orderId: expect.stringContaining('order-') });
    expect(alert?.reasons.map(({ code }) => code)).toContain('CONCENTRATION_ACCOUNT_AGE');
    expect(alert?.reasons[0]?.description).toMatch(
      /^\d orders within 24 hours have an account of the age of 0 to 2 minutes, usual is 0\.\d\d$/,
    );
    const contributions = alert?.reasons.map(({ contribution }) => contribution) ?? [];
    expect(contributions.reduce((a, b) => a + b, 0)).toBeCloseTo(alert?.score ?? NaN);
  });

  it('raises it again a day later, while it goes on, and at most twice a day', async () => {
    const days = [0, 1, 2].map((day) => freshAccounts(20, TEST_TIME_MS - (3 - day) * DAY_MS));
    const raised: number[] = [];
    for (const day of days) raised.push((await bursts(day)).length);
    expect(raised).toEqual([1, 1, 1]);
  });

  it('is silent about people who sign up at the checkout: they take their time', async () => {
    const people = freshAccounts(30).map((event, i) =>
      event.type === 'signed_up'
        ? { ...event, eventTime: event.eventTime - (i % 17) * 2 * MINUTE_MS }
        : event,
    );
    expect(await bursts(people as Event[])).toEqual([]);
  });

  it('counts and raises nothing twice when events are delivered again, in whatever batches', async () => {
    const events = freshAccounts(12);
    const raised = [...(await bursts(events.slice(0, 9))), ...(await bursts(events.slice(9)))];
    expect(raised).toHaveLength(1);
    expect(await bursts(events)).toEqual([]);
    await archive(events);
    expect(await verify()).toEqual({ compared: 1, differ: 0, differences: [] });
  });

  it('counts history without an alert', async () => {
    const history = freshAccounts(12).map((event) => ({ ...event, source: 'import' as const }));
    expect(await bursts(history)).toEqual([]);
    await archive(history);
    expect(await verify()).toMatchObject({ compared: 1, differ: 0 });
  });

  it('is found out when its counts were changed or lost', async () => {
    const events = freshAccounts(5);
    await bench.screen(events);
    await archive(events.slice(2));
    expect((await verify()).differences.map(({ how }) => how)).toEqual(['differs']);
    await bench.database.query('DELETE FROM concentration');
    expect((await verify()).differences.map(({ how }) => how)).toEqual(['missing']);
  });
});
