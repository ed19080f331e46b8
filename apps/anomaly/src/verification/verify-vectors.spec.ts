import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Registry } from 'prom-client';
import { TOPICS, type EpochMs, type Event, type OrderId } from '#contracts';
import { ARCHIVE_GROUP, EventArchive } from '#database';
import { encodeVector, orderOf } from '#ml';
import { createLogger } from '#service';
import { AlertAnnouncer } from '../alerts/alert-announcer.ts';
import { AnomalyMetrics } from '../anomaly-metrics.ts';
import { CheckoutAlerts } from '../scoring/checkout-alerts.ts';
import { OrderScorer } from '../scoring/order-scorer.ts';
import { ANOMALY_GROUP, type PlacedEvents } from '../screening/screen-events.ts';
import { startAnomalyBench, type AnomalyBench } from '../testing/anomaly-bench.ts';
import { TEST_SHOP_ID, TEST_TIME_MS, testEvent, testHash, testOrder } from '../testing/test-event.ts';
import { CheckoutVectors } from '../vectors/checkout-vectors.ts';
import { reportVerification } from './report-verification.ts';
import { verifyVectors } from './verify-vectors.ts';

const HOUR_MS = 3_600_000;
const PARTITIONS = 3;
const options = { offsets: { kind: 'postgres' }, triesMax: 1 } as const;

/** What happens in a small world in which everybody meets everybody. */
interface Happening {
  readonly kind: 'order' | 'payment' | 'login' | 'login failure' | 'signup' | 'cart' | 'chargeback';
  readonly user: number;
  readonly device: number;
  readonly card: number;
  readonly order: number;
  readonly amountMinor: number;
  readonly agoMs: number;
}

const anyHappening: fc.Arbitrary<Happening> = fc.record({
  kind: fc.constantFrom(
    'order',
    'order',
    'payment',
    'login',
    'login failure',
    'signup',
    'cart',
    'chargeback',
  ),
  user: fc.nat(4),
  device: fc.nat(3),
  card: fc.nat(3),
  order: fc.nat(9),
  amountMinor: fc.integer({ min: 1, max: 100_000 }),
  // Most come as they happen, some hours or days late.
  agoMs: fc.oneof(fc.constant(0), fc.nat(2 * HOUR_MS), fc.nat(60 * 24 * HOUR_MS)),
});

/** In the order of their receipt; `place` makes its time and its ids unique. */
function eventOf(happening: Happening, place: number): Event {
  const { kind, user, device, card, order, amountMinor, agoMs } = happening;
  const receivedAt = TEST_TIME_MS + place * 1_000;
  const fields = {
    userId: `user-${user}`,
    sessionId: `session-${user}`,
    eventTime: receivedAt - agoMs,
    receivedAt,
    context: {
      deviceId: `phone-${device}`,
      ipHash: testHash(`ip-${device}`),
      ipPrefix: `10.0.${device}.0/24`,
      timezone: 'Europe/Paris',
    },
  };
  const paid = { ...fields, cardHash: testHash(`card-${card}`), cardBin: '424242', currency: 'GBP' };
  const contact = { emailHash: testHash(`mail-${user}`), emailDomain: 'mail.example' };
  switch (kind) {
    case 'order':
      return testOrder(`o${order}`, {
        ...paid,
        ...contact,
        totalMinor: amountMinor,
        addressHash: testHash(`address-${order % 3}`),
        billingCountry: 'GB',
      });
    case 'payment':
      return testEvent('payment_attempted', {
        ...paid,
        amountMinor,
        status: amountMinor % 2 === 0 ? 'declined' : 'authorised',
      });
    case 'login':
      return testEvent('logged_in', { ...fields, ...contact });
    case 'login failure':
      return testEvent('login_failed', { ...fields, ...contact });
    case 'signup':
      return testEvent('signed_up', { ...fields, ...contact });
    case 'cart':
      return testEvent('product_added', { ...fields, item: { itemId: 'mug', quantity: 1 } });
    case 'chargeback':
      return testEvent('chargeback_received', {
        ...fields,
        userId: 'backend',
        orderId: `o${order}`,
        amountMinor,
        currency: 'GBP',
      });
  }
}

const partitionOf = ({ userId }: Event): number => (userId?.charCodeAt(userId.length - 1) ?? 0) % PARTITIONS;

describe('what orders were judged by, replayed from the archive', () => {
  let bench: AnomalyBench;
  let archive: EventArchive;
  let scorer: OrderScorer;
  let vectors: CheckoutVectors;

  beforeAll(async () => {
    bench = await startAnomalyBench();
    archive = new EventArchive(bench.database);
    await archive.ensurePartitions(TEST_TIME_MS);
    const { velocity, judge, desk } = bench.screening;
    const metrics = new AnomalyMetrics(new Registry());
    const logger = createLogger({ service: 'test', level: 'silent' });
    const clock = () => TEST_TIME_MS as EpochMs;
    vectors = new CheckoutVectors(bench.database, bench.screening.vectors, metrics, clock, logger);
    const announcer = new AlertAnnouncer({ wake: () => undefined }, metrics);
    const alerts = new CheckoutAlerts(bench.database, desk, announcer, clock);
    scorer = new OrderScorer(velocity, judge, alerts, metrics, logger, vectors);
  });
  beforeEach(async () => {
    await bench.clear();
  });
  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
  });

  /** Screens batches of partitions together and keeps them where the log and the archive would. */
  const takeBatches = async (batches: readonly PlacedEvents[]) => {
    await bench.screenBatches(batches);
    await archive.append(
      bench.database,
      batches.flatMap(({ events, partition, firstOffset }) =>
        events.map((event, i) => ({ event, partition, offset: firstOffset + i })),
      ),
    );
  };
  const commitOffsets = async (nextOffsets: ReadonlyMap<number, number>) => {
    for (const group of [ANOMALY_GROUP, ARCHIVE_GROUP]) {
      for (const [partition, offset] of nextOffsets) {
        await bench.database.query(`INSERT INTO event_log.consumer_offset VALUES ($1, $2, $3, $4)`, [
          group,
          TOPICS.events.name,
          partition,
          offset,
        ]);
      }
    }
  };
  const takeBatch = (events: readonly Event[], partition: number, firstOffset: number) =>
    takeBatches([{ partition, firstOffset, untilOffset: firstOffset + events.length, events }]);
  /** An order at checkout, which no event has told yet. */
  const checkOut = async (happening: Happening, place: number) => {
    const event = eventOf({ ...happening, kind: 'order' }, place);
    if (event.type !== 'order_completed') throw new Error('made as an order');
    await scorer.score(TEST_SHOP_ID, {
      orderId: `checkout-${place}` as OrderId,
      userId: event.userId ?? '',
      timeMs: event.eventTime,
      order: orderOf(event),
    });
  };
  const writtenVectors = async () => {
    await vectors.beforeApplicationShutdown();
    const [row] = await bench.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM order_vector WHERE position > 0',
    );
    return row?.count ?? 0;
  };

  /** Partitions are read each at its own pace, one or two at a time; orders are scored in between. */
  const live = async (happenings: readonly Happening[], picks: readonly number[]) => {
    const events = happenings.map(eventOf);
    const queues = Array.from({ length: PARTITIONS }, (_, partition) =>
      events.filter((event) => partitionOf(event) === partition),
    );
    const offsets = new Map<number, number>();
    for (let step = 0; queues.some((queue) => queue.length > 0); step++) {
      const pick = picks[step % picks.length] ?? 0;
      const waiting = [...queues.keys()].filter((each) => queues[each]?.length !== 0);
      const first = pick % waiting.length;
      const batches = waiting.slice(first, first + 1 + (pick % 2)).map((partition): PlacedEvents => {
        const events = queues[partition]?.splice(0, 1 + (pick % 7)) ?? [];
        const firstOffset = offsets.get(partition) ?? 0;
        const untilOffset = firstOffset + events.length;
        offsets.set(partition, untilOffset);
        return { partition, firstOffset, untilOffset, events };
      });
      await takeBatches(batches);
      const scored = happenings[step % happenings.length];
      if (scored !== undefined && step % 2 === 0) await checkOut(scored, happenings.length + step);
    }
    await commitOffsets(offsets);
  };

  it('is equal to the last bit, whatever came late and however partitions were interleaved', async () => {
    let comparedInAll = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyHappening, { minLength: 5, maxLength: 30 }),
        fc.array(fc.nat(20), { minLength: 1, maxLength: 30 }),
        async (happenings, picks) => {
          await bench.clear();
          await live(happenings, picks);
          const written = await writtenVectors();
          const verification = await verifyVectors(bench.database, options);
          expect(verification).toEqual({ compared: written, differ: 0, differences: [] });
          comparedInAll += written;
        },
      ),
      // A failure takes long to shrink, and the seed says as much.
      { numRuns: 5, endOnFailure: true },
    );
    expect(comparedInAll).toBeGreaterThan(10);
  });

  it('names the order and the feature where it is not what was kept', async () => {
    const order = testOrder('o1', { cardHash: testHash('c') });
    await takeBatch([order], 0, 0);
    await commitOffsets(new Map([[0, 1]]));
    expect(await verifyVectors(bench.database, options)).toMatchObject({ compared: 1, differ: 0 });
    await bench.database.query('UPDATE order_vector SET features = $1', [
      Buffer.from(encodeVector(Float64Array.of(1))),
    ]);
    const verification = await verifyVectors(bench.database, options);
    expect(verification).toMatchObject({ compared: 1, differ: 1 });
    expect(reportVerification(verification, false)).toMatch(
      /^anomaly: 1 compared, 1 differ\n {2}demo\/o1\/event-\d+: amount_minor was 1, and is 7\.\d+ when replayed\n$/,
    );
  });

  it('leaves vectors of other columns alone', async () => {
    await takeBatch([testOrder('o1')], 0, 0);
    await commitOffsets(new Map([[0, 1]]));
    await bench.database.query(`UPDATE order_vector SET columns_version = 'before'`);
    expect(await verifyVectors(bench.database, options)).toMatchObject({ compared: 0, differ: 0 });
  });

  it('begins with what was counted before there was a journal', async () => {
    await takeBatch([testOrder('o1', { cardHash: testHash('c') })], 0, 0);
    await bench.database.query('TRUNCATE screened_batch');
    await takeBatch([testOrder('o2', { cardHash: testHash('c') })], 0, 1);
    await commitOffsets(new Map([[0, 2]]));
    expect(await verifyVectors(bench.database, options)).toMatchObject({ compared: 1, differ: 0 });
  });
});
