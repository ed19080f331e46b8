import { describe, expect, it } from '@jest/globals';
import { ENTITY_KINDS, type Entities } from '../entities.ts';
import { foldVelocity } from '../fold-velocity.ts';
import type { Observation } from '../observation.ts';
import type { Aggregates } from '../order-context.ts';
import { ORDER_FEATURE_NAMES, orderValues } from '../order-features.ts';
import type { Order } from '../order.ts';
import { DAY_MS, EMPTY_VELOCITY, HOUR_MS, MINUTE_MS, type VelocityAggregate } from '../velocity-aggregate.ts';
import { usualAmount } from './amounts.ts';
import { ORDER_FEATURES } from './order-feature-definitions.ts';
import { sayFeature } from './say-feature.ts';

const NOW_MS = Date.UTC(2026, 0, 15, 12, 30, 30);
// Every kind has its id.
const ENTITIES = Object.fromEntries(ENTITY_KINDS.map((kind) => [kind, `${kind}-1`])) as Required<Entities>;
const ORDER: Order = {
  amountMinor: 5000,
  currency: 'GBP',
  lines: 1,
  quantity: 1,
  itemPriceMaxMinor: 5000,
  discountMinor: 0,
  hasCoupon: false,
  isGuest: false,
  entities: ENTITIES,
};

const seen = (
  kind: Observation['kind'],
  agoMs: number,
  more: Partial<Omit<Observation, 'entities'>> & { readonly entities?: Entities } = {},
): Observation => ({
  kind,
  timeMs: NOW_MS - agoMs,
  amountMinor: 0,
  ...more,
  entities: { ...ENTITIES, ...more.entities },
});

const aggregateOf = (
  kind: (typeof ENTITY_KINDS)[number],
  observations: readonly Observation[],
): VelocityAggregate => observations.reduce((all, each) => foldVelocity(all, kind, each), EMPTY_VELOCITY);

const factsOf = (
  kind: (typeof ENTITY_KINDS)[number],
  observations: readonly Observation[],
  order: Partial<Order> = {},
) => factsWith({ ...ORDER, ...order }, { [kind]: aggregateOf(kind, observations) });

const factsWith = (order: Order, aggregates: Aggregates) => {
  const values = orderValues(order, aggregates, NOW_MS);
  return Object.fromEntries(ORDER_FEATURE_NAMES.map((name, column) => [name, values[column]]));
};

describe('the features of an order', () => {
  it('have unique names, and a description and a sentence each', () => {
    expect(new Set(ORDER_FEATURES.map(({ name }) => name)).size).toBe(ORDER_FEATURES.length);
    for (const { name, description, sentence, unit } of ORDER_FEATURES) {
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(description).toMatch(/^[A-Z]/);
      expect(sentence.includes('{value}')).toBe(unit !== 'flag');
    }
  });

  it('speak of every kind of entity and every window', () => {
    expect(new Set(ORDER_FEATURES.map(({ entity }) => entity))).toEqual(
      new Set([...ENTITY_KINDS, 'component', undefined]),
    );
    expect(new Set(ORDER_FEATURES.flatMap(({ window }) => window ?? []))).toEqual(
      new Set(['10m', '1h', '24h', '7d', '30d', '90d']),
    );
  });

  it('tell means, ratios and bursts of a window', () => {
    const facts = factsOf('card', [
      ...[1, 2, 3].map((minutes) => seen('decline', minutes * MINUTE_MS)),
      seen('payment', 5 * HOUR_MS),
    ]);
    expect(facts).toMatchObject({ card_declines_1h: 3, card_decline_ratio_24h: 0.75 });
    const device = factsOf('device', [
      ...[1, 2, 3].map((minutes) => seen('decline', minutes * MINUTE_MS)),
      seen('payment', 5 * HOUR_MS),
    ]);
    expect(device).toMatchObject({ device_payments_burst: 0.75 });
    const user = factsOf(
      'user',
      [1000, 3000].map((amountMinor) => seen('order', 3 * DAY_MS, { amountMinor })),
    );
    expect(user).toMatchObject({ user_mean_minor_7d: 2000, user_amount_over_mean_30d: 2.5 });
  });

  it('count chargebacks when they were received, and no more of them than orders', () => {
    const facts = factsOf('address', [
      seen('order', 40 * DAY_MS),
      seen('order', DAY_MS),
      seen('chargeback', 2 * DAY_MS),
      seen('chargeback', 3 * DAY_MS),
    ]);
    expect(facts).toMatchObject({
      address_chargebacks_7d: 2,
      address_chargeback_ratio_7d: 1,
      address_hours_since_chargeback: 48,
    });
    expect(factsOf('address', [])).toMatchObject({ address_hours_since_chargeback: 90 * 24 });
  });

  it('are not misled by one amount among many', () => {
    const usual = [900, 1000, 1000, 1100, 1000].map((amountMinor, i) =>
      seen('order', (i + 2) * DAY_MS, { amountMinor }),
    );
    const z = (observations: readonly Observation[]) => factsOf('user', observations)['user_amount_z'];
    const calm = Number(z(usual));
    expect(calm).toBeCloseTo(Math.log(5001 / 1001) / 0.5, 0);
    expect(
      Math.abs(Number(z([...usual, seen('order', DAY_MS, { amountMinor: 900_000 })])) - calm),
    ).toBeLessThan(0.3);
  });

  it('find an hour strange at which the user never orders', () => {
    const atNoon = Array.from({ length: 10 }, (_, i) => seen('order', (i + 1) * DAY_MS));
    const atNight = atNoon.map((each) => ({ ...each, timeMs: each.timeMs - 10 * HOUR_MS }));
    expect(Number(factsOf('user', atNoon)['user_hour_surprise'])).toBeLessThan(0);
    expect(Number(factsOf('user', atNight)['user_hour_surprise'])).toBeGreaterThan(1);
    expect(factsOf('user', [])).toMatchObject({ user_hour_surprise: 0 });
  });

  it('see large orders of a user that came one after the other', () => {
    const usual = Array.from({ length: 8 }, (_, i) =>
      seen('order', (20 + i) * DAY_MS, { amountMinor: 1000 }),
    );
    const large = [1, 2].map((days) => seen('order', days * DAY_MS, { amountMinor: 5000 }));
    expect(factsOf('user', [...usual, ...large])).toMatchObject({
      user_large_orders_7d: 2,
      user_amount_over_largest_30d: 1,
    });
  });

  it('see a card paid from elsewhere than the cart was filled from, and an order without a cart', () => {
    const filled = [seen('cart_add', HOUR_MS, { entities: { network: '10.0.0.0/24' } })];
    const from = (network: string) => factsOf('cart', filled, { entities: { ...ENTITIES, network } });
    expect(from('10.0.0.0/24')).toMatchObject({ cart_paid_from_elsewhere: 0, without_browsing: 0 });
    expect(from('10.9.9.0/24')).toMatchObject({ cart_paid_from_elsewhere: 1 });
    expect(factsOf('cart', [])).toMatchObject({ cart_paid_from_elsewhere: 0, without_browsing: 1 });
  });

  it.each([
    ['Europe/London', 'GB', 0],
    ['Europe/London', 'US', 1],
    ['America/New_York', 'US', 0],
    ['UTC', 'GB', 0],
    ['Nowhere/Land', 'GB', 0],
    [undefined, 'GB', 0],
  ])('compare the time zone %s with the country %s', (timeZone, billingCountry, expected) => {
    const order: Order = { ...ORDER, billingCountry, ...(timeZone === undefined ? {} : { timeZone }) };
    expect(factsWith(order, {})['time_zone_differs_from_billing']).toBe(expected);
  });

  it('know the age of an entity to the minute, the hour, the day', () => {
    const age = (agoMs: number) =>
      Number(factsOf('card', [seen('payment', agoMs)])['card_age_days']) * DAY_MS;
    for (const [agoMs, withinMs] of [
      [10 * MINUTE_MS, MINUTE_MS],
      [5 * HOUR_MS, HOUR_MS],
      [20 * DAY_MS, DAY_MS],
    ] as const) {
      expect(Math.abs(age(agoMs) - agoMs)).toBeLessThan(withinMs);
    }
    expect(age(200 * DAY_MS)).toBe(0);
  });
});

describe('the usual amount of a user', () => {
  it('is the middle one and how far the others lie from it, to a few percent', () => {
    const { amounts } = aggregateOf(
      'user',
      [1000, 2000, 4000].map((amountMinor, i) => seen('order', i * DAY_MS, { amountMinor })),
    );
    const usual = usualAmount(amounts);
    expect(Math.expm1(usual?.median ?? 0) / 2000).toBeCloseTo(1, 1);
    expect(usual?.deviation).toBeCloseTo(Math.LN2, 1);
    expect(usualAmount([])).toBeUndefined();
  });
});

describe('a feature in words', () => {
  const say = (name: string, ...rest: [number, { usual?: number; currency?: string }?]) => {
    const definition = ORDER_FEATURES.find((each) => each.name === name);
    if (definition === undefined) throw new Error(`no feature ${name}`);
    return sayFeature(definition, ...rest);
  };

  it('tells the value and what is usual, in its unit', () => {
    expect(say('device_cards_10m', 7, { usual: 1 })).toBe('7 cards on this device in 10 minutes, usual is 1');
    expect(say('card_decline_ratio_24h', 0.75, { usual: 0 })).toBe(
      '75 % of attempts to pay that were declined with this card in 24 hours, usual is 0 %',
    );
    expect(say('user_account_age_days', 0.01)).toBe('The account is 14 minutes old');
    expect(say('amount_minor', 123_450, { usual: 2000, currency: 'GBP' })).toBe(
      'Amount of the order: 1234.50 GBP, usual is 20.00 GBP',
    );
    expect(say('amount_minor', 1200, { currency: 'JPY' })).toBe('Amount of the order: 1200 JPY');
    expect(say('card_new_for_user', 1, { usual: 0 })).toBe('One of the cards this user never used before');
  });
});
