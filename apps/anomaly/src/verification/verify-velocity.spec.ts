import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TOPICS, type Event } from '#contracts';
import { ARCHIVE_GROUP, EventArchive } from '#database';
import { VELOCITY_IDLE_DAYS } from '#ml';
import { ArchiveBehindError } from '#service';
import { ANOMALY_GROUP } from '../screening/screen-events.ts';
import { startAnomalyBench, type AnomalyBench } from '../testing/anomaly-bench.ts';
import {
  cardTestingBurst,
  movedTo,
  TEST_TIME_MS,
  testEvent,
  testHash,
  testOrder,
} from '../testing/test-event.ts';
import { reportVerification } from './report-verification.ts';
import { verifyVelocity } from './verify-velocity.ts';

const DAY_MS = 86_400_000;
const options = { offsets: { kind: 'postgres' }, triesMax: 1 } as const;

describe('verifying velocity against the archive', () => {
  let bench: AnomalyBench;
  const verify = (nowMs = TEST_TIME_MS) => verifyVelocity(bench.database, nowMs, options);
  /** What the upkeep forgets when nothing was written for `days`. */
  const forgetAfter = async (days: number) => {
    await bench.database.query(
      `UPDATE velocity_aggregate SET updated_at = now() - make_interval(days => $1)`,
      [days],
    );
    return bench.screening.velocity.forgetIdle(new Map(Object.entries(VELOCITY_IDLE_DAYS)));
  };

  const archive = async (partition: number, events: readonly Event[]) => {
    await new EventArchive(bench.database).append(
      bench.database,
      events.map((event, offset) => ({ event, partition, offset })),
    );
  };
  const commitOffset = (group: string, partition: number, nextOffset: number) =>
    bench.database.query(`INSERT INTO event_log.consumer_offset VALUES ($1, $2, $3, $4)`, [
      group,
      TOPICS.events.name,
      partition,
      nextOffset,
    ]);

  beforeAll(async () => {
    bench = await startAnomalyBench();
    await new EventArchive(bench.database).ensurePartitions(TEST_TIME_MS);
    await new EventArchive(bench.database).ensurePartitions(TEST_TIME_MS + 100 * DAY_MS);
  });
  beforeEach(async () => {
    await bench.clear();
    const payments = cardTestingBurst(30);
    const chargeback = testEvent('chargeback_received', {
      userId: 'backend',
      orderId: 'o1',
      amountMinor: 1500,
      currency: 'GBP',
    });
    const orders = [
      chargeback,
      testOrder('o1', { cardHash: testHash('card-1'), context: { deviceId: 'thief-phone' } }),
    ];
    // The two partitions meet at the device; the chargeback was seen before its order, and verification reads it after.
    await bench.screen([chargeback]);
    for (const payment of payments) await bench.screen([payment]);
    await bench.screen(orders);
    await archive(0, [...orders].toReversed());
    await archive(1, payments);
    for (const group of [ANOMALY_GROUP, ARCHIVE_GROUP]) {
      await commitOffset(group, 0, orders.length);
      await commitOffset(group, 1, payments.length);
    }
  });
  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
  });

  it('finds no difference where nothing was touched', async () => {
    const verification = await verify();
    expect(verification).toMatchObject({ differ: 0, differences: [] });
    // 30 cards (one of them in the order too), 3 guests, the buyer, the device and the address of the network.
    expect(verification.compared).toBe(36);
    expect(reportVerification(verification, false)).toBe('anomaly: 36 compared, 0 differ\n');
  });

  it('names a row that was changed, one that was removed and one that no event made', async () => {
    await bench.database.query(
      `UPDATE velocity_aggregate SET body = (SELECT body FROM velocity_aggregate WHERE entity_kind = 'ip')
       WHERE entity_kind = 'device'`,
    );
    await bench.database.query(
      `UPDATE velocity_aggregate SET entity_kind = 'address' WHERE entity_kind = 'ip'`,
    );
    const { differ, differences } = await verify();
    expect(differ).toBe(3);
    expect(differences.map(({ key, how }) => `${key.split('/')[1]} ${how}`).toSorted()).toEqual([
      'address unexpected',
      'device differs',
      'ip missing',
    ]);
  });

  it('takes what was forgotten for equal, also when the entity has come back since', async () => {
    const laterMs = TEST_TIME_MS + 100 * DAY_MS;
    // All but the four users.
    expect(await forgetAfter(100)).toBe(32);
    expect(await verify(laterMs)).toMatchObject({ compared: 4, differ: 0 });
    const again = cardTestingBurst(3).map((event) => movedTo(event, laterMs));
    await bench.screen(again);
    await archive(2, again);
    for (const group of [ANOMALY_GROUP, ARCHIVE_GROUP]) await commitOffset(group, 2, again.length);
    expect(await verify(laterMs)).toMatchObject({ compared: 9, differ: 0 });
    await bench.database.query(
      `UPDATE velocity_aggregate SET body = (SELECT body FROM velocity_aggregate WHERE entity_kind = 'card' LIMIT 1)
       WHERE entity_kind = 'device'`,
    );
    const { differences } = await verify(laterMs);
    expect(differences.map(({ key, how }) => `${key.split('/')[1]} ${how}`)).toEqual(['device differs']);
  });

  it('misses what was forgotten before its time', async () => {
    await forgetAfter(100);
    expect(await verify(TEST_TIME_MS + 10 * DAY_MS)).toMatchObject({ compared: 4, differ: 32 });
  });

  it('waits for the archive instead of reporting its lag as a difference', async () => {
    await bench.database.query(
      `UPDATE event_log.consumer_offset SET next_offset = next_offset - 1
       WHERE consumer_group = $1 AND partition = 1`,
      [ARCHIVE_GROUP],
    );
    await expect(verify()).rejects.toThrow(ArchiveBehindError);
  });
});
