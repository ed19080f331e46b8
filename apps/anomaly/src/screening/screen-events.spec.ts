import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Decision } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { velocityCounts, type Aggregates } from '#ml';
import { startAnomalyBench, type AnomalyBench } from '../testing/anomaly-bench.ts';
import {
  cardTestingBurst,
  movedTo,
  TEST_SHOP_ID,
  TEST_TIME_MS,
  testEvent,
  testHash,
  testOrder,
} from '../testing/test-event.ts';
import { VelocityBoard, velocityKeysOf } from '../velocity/velocity-board.ts';

const HOUR_MS = 3_600_000;

describe('screening events', () => {
  let bench: AnomalyBench;

  const aggregatesOf = async (entities: Parameters<typeof velocityKeysOf>[1]): Promise<Aggregates> => {
    const stored = await bench.screening.velocity.read(velocityKeysOf(TEST_SHOP_ID, entities));
    return new VelocityBoard(stored).of(TEST_SHOP_ID, entities);
  };
  const countsOf = async (kind: 'user' | 'card' | 'device', id: string) => {
    const aggregate = (await aggregatesOf({ [kind]: id }))[kind];
    return aggregate && velocityCounts(aggregate, '30d', TEST_TIME_MS + HOUR_MS);
  };

  beforeAll(async () => {
    bench = await startAnomalyBench();
  });
  beforeEach(async () => {
    await bench.clear();
  });
  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
  });

  it('knows who belongs together, over batches, and what was charged back among them', async () => {
    const order = (orderId: string, userId: string, card: string) =>
      testOrder(orderId, { userId, cardHash: testHash(card), context: { deviceId: `phone of ${userId}` } });
    await bench.screen([order('o1', 'ann', 'c1'), order('o2', 'bob', 'c2')]);
    expect((await aggregatesOf({ user: 'u:ann' })).component).toMatchObject({ size: 3, orders: 1 });
    // Bob pays with Ann's card: their two components become one, members that are not in this batch with them.
    await bench.screen([order('o3', 'bob', 'c1')]);
    await bench.screen([
      testEvent('chargeback_received', { orderId: 'o2', amountMinor: 1500, currency: 'GBP' }),
    ]);
    const { component } = await aggregatesOf({ card: testHash('c2'), address: testHash('unknown') });
    expect(component).toMatchObject({ size: 6, edges: 5, orders: 3, frauds: 1 });
    expect((await aggregatesOf({ user: 'u:cleo' })).component).toBeUndefined();
  });

  it('raises one alert for a burst of card testing, with the reason, whatever the batches', async () => {
    const burst = cardTestingBurst(40);
    const raised = [
      ...(await bench.screen(burst.slice(0, 7))),
      ...(await bench.screen(burst.slice(7, 8))),
      ...(await bench.screen(burst.slice(8))),
    ];
    expect(raised).toHaveLength(1);
    expect(raised[0]).toMatchObject({
      subjectKind: 'device',
      subjectId: 'thief-phone',
      decision: Decision.DECISION_REVIEW,
      eventId: burst[5]?.eventId,
      reasons: [{ code: 'CARD_TESTING_ON_DEVICE' }],
    });
    expect(await bench.outboxAlerts()).toEqual(raised);
  });

  it('raises another alert on the same subject after the quiet hours', async () => {
    const later = cardTestingBurst(10).map((event) => movedTo(event, event.eventTime + 7 * HOUR_MS));
    expect(await bench.screen(cardTestingBurst(10))).toHaveLength(1);
    expect(await bench.screen(later)).toHaveLength(1);
  });

  it('stays silent about ordinary orders', async () => {
    const orders = Array.from({ length: 60 }, (_, i) =>
      testOrder(`order-${i}`, {
        userId: `user-${i % 20}`,
        eventTime: TEST_TIME_MS - (60 - i) * 600_000,
        totalMinor: 1500 + (i % 7) * 100,
        cardHash: testHash(`card-${i % 20}`),
        addressHash: testHash(`address-${i % 20}`),
        context: { deviceId: `device-${i % 20}`, ipHash: testHash(`ip-${i % 10}`) },
      }),
    );
    expect(await bench.screen(orders)).toEqual([]);
  });

  it('catches accounts that are opened and used within a minute on one device', async () => {
    const events = Array.from({ length: 6 }, (_, i) => {
      const fields = {
        userId: `mule-${i}`,
        eventTime: TEST_TIME_MS + i * 60_000,
        context: { deviceId: 'farm' },
      };
      return [
        testEvent('signed_up', fields),
        testOrder(`mule-order-${i}`, { ...fields, eventTime: fields.eventTime + 5_000 }),
      ];
    }).flat();
    const raised = await bench.screen(events);
    expect(raised.map(({ subjectId }) => subjectId)).toEqual([
      'mule-order-2',
      // So many accounts that order at once are not usual, whatever their device.
      'account_age/0',
      'mule-order-3',
      'mule-order-4',
      // The sixth signup, before its order.
      'farm',
      'mule-order-5',
    ]);
    expect(raised[0]?.reasons.map(({ code }) => code)).toContain('FRESH_ACCOUNT_BURST');
  });

  it('judges an order by what came before it, not by itself', async () => {
    const order = (i: number) => testOrder(`rush-${i}`, { userId: `u${i}`, cardHash: testHash('rush') });
    // The fifth order within the hour is the first with four before it.
    expect(await bench.screen([0, 1, 2].map(order))).toEqual([]);
    const [first] = await bench.screen([3, 4].map(order));
    expect(first).toMatchObject({ orderId: 'rush-3', reasons: [{ code: 'CARD_SHARED_BY_USERS' }] });
  });

  it('counts and raises nothing twice when events are delivered again', async () => {
    const burst = cardTestingBurst(12);
    await bench.screen(burst);
    const before = await countsOf('device', 'thief-phone');
    expect(await bench.screen(burst)).toEqual([]);
    expect(await countsOf('device', 'thief-phone')).toEqual(before);
    expect(before?.declines).toBe(12);
    expect(await bench.outboxAlerts()).toHaveLength(1);
  });

  it('leaves nothing behind of a batch whose transaction fails', async () => {
    const burst = cardTestingBurst(12);
    const crashed = bench.database.transaction(async (sql) => {
      await bench.screen(burst, sql);
      throw new Error('crash between effect and commit');
    });
    await expect(crashed).rejects.toThrow('crash');
    expect(await bench.outboxAlerts()).toEqual([]);
    expect(await bench.screen(burst)).toHaveLength(1);
    expect((await countsOf('device', 'thief-phone'))?.declines).toBe(12);
  });

  it('counts history without an alert', async () => {
    const history = cardTestingBurst(12).map((event) => ({ ...event, source: 'import' as const }));
    expect(await bench.screen(history)).toEqual([]);
    expect((await countsOf('device', 'thief-phone'))?.declines).toBe(12);
  });

  it('raises an alert for a burst that is dated three days back: only marked history is silent', async () => {
    const late = cardTestingBurst(12).map((event) => ({
      ...movedTo(event, event.eventTime - 72 * HOUR_MS),
      receivedAt: event.receivedAt,
    }));
    expect(await bench.screen(late)).toMatchObject([{ subjectId: 'thief-phone' }]);
  });

  it('does not count a late event in a window it does not belong to', async () => {
    const [late, ...others] = cardTestingBurst(7);
    if (late === undefined) throw new Error('the burst is empty');
    await bench.screen([
      ...others,
      { ...movedTo(late, TEST_TIME_MS - 72 * HOUR_MS), receivedAt: late.receivedAt },
    ]);
    const aggregate = (await aggregatesOf({ device: 'thief-phone' })).device;
    if (aggregate === undefined) throw new Error('the device was not counted');
    const declines = (window: '24h' | '7d') =>
      velocityCounts(aggregate, window, TEST_TIME_MS + HOUR_MS).declines;
    expect([declines('24h'), declines('7d')]).toEqual([6, 7]);
  });

  it('still sees card testing on a device after an event of it with a clock that is fast', async () => {
    const fast = testEvent('logged_in', {
      eventTime: TEST_TIME_MS + 20 * HOUR_MS,
      receivedAt: TEST_TIME_MS,
      context: { deviceId: 'thief-phone' },
    });
    expect(await bench.screen([fast, ...cardTestingBurst(12)])).toMatchObject([{ subjectId: 'thief-phone' }]);
  });

  it.each(['after', 'before'])(
    'counts a chargeback that comes %s its order for whom the order names',
    async (when) => {
      const order = testOrder('disputed', { userId: 'ann', cardHash: testHash('ann-card') });
      const chargeback = testEvent('chargeback_received', {
        userId: 'backend',
        orderId: 'disputed',
        amountMinor: 1500,
        currency: 'GBP',
      });
      const events = when === 'after' ? [order, chargeback] : [chargeback, order];
      for (const event of events) await bench.screen([event]);
      expect((await countsOf('card', testHash('ann-card')))?.chargebacks).toBe(1);
      expect((await countsOf('user', 'u:ann'))?.chargebacks).toBe(1);
      expect(await countsOf('user', 'u:backend')).toBeUndefined();
      const [alert] = await bench.screen([testOrder('again', { cardHash: testHash('ann-card') })]);
      expect(alert?.reasons.map(({ code }) => code)).toEqual(['CARD_CHARGED_BACK', 'LINKED_TO_CHARGEBACK']);
    },
  );

  it('loses no count when transactions meet at entities that neither has seen', async () => {
    const payments = (user: string) =>
      Array.from({ length: 20 }, () =>
        testEvent('payment_attempted', {
          userId: user,
          amountMinor: 100,
          currency: 'GBP',
          status: 'authorised',
          context: { deviceId: 'shared' },
        }),
      );
    await Promise.all(['a', 'b', 'c', 'd'].map((user) => bench.screen(payments(user))));
    expect((await countsOf('device', 'shared'))?.payments).toBe(80);
  });
});
