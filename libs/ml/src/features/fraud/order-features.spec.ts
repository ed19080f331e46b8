import { describe, expect, it } from '@jest/globals';
import { Event } from '#contracts';
import { ENTITY_KINDS } from './entities.ts';
import { foldVelocity } from './fold-velocity.ts';
import { observationOf } from './observation.ts';
import { orderFacts } from './order-facts.ts';
import { ORDER_FEATURE_NAMES, orderFeatures, orderValues } from './order-features.ts';
import { orderOf, type Order } from './order.ts';
import type { Aggregates } from './order-context.ts';
import { OrderReplay } from './order-replay.ts';
import { DAY_MS, EMPTY_VELOCITY, HOUR_MS, MINUTE_MS } from './velocity-aggregate.ts';

const START_MS = Date.UTC(2026, 5, 1, 9);
const HASH = (letter: string): string => letter.repeat(32);
let count = 0;

/** A valid event; what it is about comes in `fields`. */
function event(type: string, atMs: number, fields: object = {}): Event {
  const context = { deviceId: 'd1', ipHash: HASH('1'), ipPrefix: '10.0.0.0/24' };
  return Event.parse({
    type,
    eventId: `e${count++}`,
    schemaVersion: 1,
    shopId: 'demo',
    userId: 'ann',
    eventTime: atMs,
    sentAt: atMs,
    receivedAt: atMs,
    source: 'http',
    context,
    consent: { analytics: true, personalisation: true },
    ...fields,
  });
}
const orderEvent = (atMs: number, fields: object = {}) =>
  event('order_completed', atMs, {
    orderId: `o${count}`,
    items: [{ itemId: 'mug', quantity: 2, priceMinor: 500 }],
    totalMinor: 1000,
    currency: 'GBP',
    cardHash: HASH('c'),
    addressHash: HASH('a'),
    ...fields,
  });

const value = (features: Float64Array, name: string): number => {
  const value = features[ORDER_FEATURE_NAMES.indexOf(name)];
  if (value === undefined) throw new Error(`no column ${name}`);
  return value;
};

describe('orderFeatures', () => {
  const order: Order = {
    amountMinor: 1000,
    currency: 'GBP',
    lines: 1,
    quantity: 2,
    itemPriceMaxMinor: 500,
    discountMinor: 0,
    hasCoupon: false,
    isGuest: true,
    billingCountry: 'GB',
    shippingCountry: 'FR',
    entities: {},
  };

  it('has one unique column for each number, all finite without any past', () => {
    const features = orderFeatures(order, {}, START_MS);

    expect(features).toHaveLength(ORDER_FEATURE_NAMES.length);
    expect(new Set(ORDER_FEATURE_NAMES).size).toBe(ORDER_FEATURE_NAMES.length);
    expect([...features].every(Number.isFinite)).toBe(true);
  });

  it('tells what the order says and what its entities did', () => {
    const decline = observationOf(
      event('payment_attempted', START_MS - MINUTE_MS, {
        amountMinor: 1,
        currency: 'GBP',
        status: 'declined',
      }),
    );
    if (decline === undefined) throw new Error('a payment is an observation');
    const aggregates: Aggregates = { card: foldVelocity(EMPTY_VELOCITY, 'card', decline) };
    const features = orderFeatures(order, aggregates, START_MS);

    expect(value(features, 'shipping_differs_from_billing')).toBe(1);
    expect(value(features, 'amount_minor')).toBeCloseTo(Math.log(1001));
    expect(value(features, 'card_declines_1h')).toBeCloseTo(Math.log(2));
    const facts = orderFacts(order, orderValues(order, aggregates, START_MS));
    expect(['card_declines_1h', 'billing_country', 'card_country', 'no_such_fact'].map(facts)).toEqual([
      1,
      'GB',
      undefined,
      undefined,
    ]);
  });

  it('notices an amount far above what the user spent before', () => {
    const past = [1000, 1100, 900].map((totalMinor) =>
      observationOf(orderEvent(START_MS - HOUR_MS, { totalMinor })),
    );
    const user = past.reduce((sum, each) => (each ? foldVelocity(sum, 'user', each) : sum), EMPTY_VELOCITY);
    const z = (amountMinor: number) =>
      value(orderFeatures({ ...order, amountMinor }, { user }, START_MS), 'user_amount_z');

    expect(Math.abs(z(1000))).toBeLessThan(0.5);
    expect(z(100_000)).toBeGreaterThan(5);
  });
});

describe('OrderReplay', () => {
  it('gives an order the features of what came strictly before it', () => {
    const replay = new OrderReplay();
    const first = replay.apply(orderEvent(START_MS));
    const second = replay.apply(orderEvent(START_MS + MINUTE_MS, { cardHash: HASH('d') }));
    if (first === undefined || second === undefined) throw new Error('an order has a row');

    expect(value(first.features, 'user_orders')).toBe(0);
    expect(value(second.features, 'user_orders')).toBeCloseTo(Math.log(2));
    expect(value(second.features, 'device_orders_1h')).toBeCloseTo(Math.log(2));
    expect(value(second.features, 'card_orders_1h')).toBe(0);
    expect(value(second.features, 'card_new_for_user')).toBe(1);
    expect(value(second.features, 'address_new_for_user')).toBe(0);
  });

  it('gives training the very numbers that scoring computed from the same events', () => {
    const events = [
      event('signed_up', START_MS),
      event('login_failed', START_MS + MINUTE_MS),
      orderEvent(START_MS + 2 * MINUTE_MS),
      orderEvent(START_MS + 3 * HOUR_MS, { totalMinor: 99_000 }),
    ];
    const last = events[3];
    if (last?.type !== 'order_completed') throw new Error('the last event is an order');
    const order = orderOf(last);
    const before = events.slice(0, 3).flatMap((each) => observationOf(each) ?? []);
    const aggregates: Aggregates = Object.fromEntries(
      ENTITY_KINDS.filter((kind) => order.entities[kind] !== undefined).map((kind) => [
        kind,
        before
          .filter((each) => each.entities[kind] === order.entities[kind])
          .reduce((sum, each) => foldVelocity(sum, kind, each), EMPTY_VELOCITY),
      ]),
    );

    const replay = new OrderReplay();
    for (const each of events.slice(0, -1)) replay.apply(each);
    const { component } = replay.aggregatesOf(order.entities);

    expect(replay.apply(last)?.features).toEqual(
      orderFeatures(order, { ...aggregates, ...(component && { component }) }, last.eventTime),
    );
  });

  it('forgets over the months nothing that a feature still asks for', () => {
    const days = [0, 3, 40, 41, 95, 120];
    const events = days.map((day, i) =>
      orderEvent(START_MS + day * DAY_MS, {
        totalMinor: 1000 + 100 * i,
        cardHash: HASH(day > 90 ? 'd' : 'c'),
      }),
    );
    const last = events.at(-1);
    if (last?.type !== 'order_completed') throw new Error('the last event is an order');
    const order = orderOf(last);
    const before = events.slice(0, -1).flatMap((each) => observationOf(each) ?? []);
    const aggregates: Aggregates = Object.fromEntries(
      ENTITY_KINDS.filter((kind) => order.entities[kind] !== undefined).map((kind) => [
        kind,
        before
          .filter((each) => each.entities[kind] === order.entities[kind])
          .reduce((sum, each) => foldVelocity(sum, kind, each), EMPTY_VELOCITY),
      ]),
    );
    const replay = new OrderReplay();
    for (const each of events.slice(0, -1)) replay.apply(each);
    const { component } = replay.aggregatesOf(order.entities);
    expect(replay.apply(last)?.features).toEqual(
      orderFeatures(order, { ...aggregates, ...(component && { component }) }, last.eventTime),
    );
  });

  it('knows who belongs together and was charged back, also where the chargeback comes before its order', () => {
    const replay = new OrderReplay();
    replay.apply(
      event('chargeback_received', START_MS, { orderId: 'bad', amountMinor: 1000, currency: 'GBP' }),
    );
    replay.apply(orderEvent(START_MS, { orderId: 'bad' }));
    const row = replay.apply(orderEvent(START_MS + HOUR_MS, { userId: 'bob' }));
    const features = row?.features ?? new Float64Array();

    // Ann, her device, card and address, two of which Bob shares; the device too.
    expect(value(features, 'component_size')).toBeCloseTo(Math.log1p(4));
    expect(value(features, 'component_frauds')).toBeCloseTo(Math.log(2));
    expect(value(features, 'component_fraud_share')).toBe(1);
    expect(value(features, 'card_chargebacks_30d')).toBeCloseTo(Math.log(2));
  });

  it('counts a chargeback for the entities of its order', () => {
    const replay = new OrderReplay();
    replay.apply(orderEvent(START_MS, { orderId: 'bad' }));
    replay.apply(
      event('chargeback_received', START_MS + HOUR_MS, {
        orderId: 'bad',
        amountMinor: 1000,
        currency: 'GBP',
      }),
    );
    const row = replay.apply(orderEvent(START_MS + 2 * HOUR_MS));

    expect(value(row?.features ?? new Float64Array(), 'card_chargebacks_30d')).toBeCloseTo(Math.log(2));
  });
});
