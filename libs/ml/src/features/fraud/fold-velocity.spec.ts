import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { foldVelocity } from './fold-velocity.ts';
import type { Observation } from './observation.ts';
import {
  DAY_MS,
  EMPTY_VELOCITY,
  HOUR_MS,
  LINKS_MAX,
  MINUTE_MS,
  type VelocityAggregate,
} from './velocity-aggregate.ts';
import { decodeVelocity, encodeVelocity } from './velocity-codec.ts';
import { distinctLinks, velocityCounts } from './velocity-window.ts';

const NOW_MS = Date.UTC(2026, 0, 15, 12, 30, 30);

const observation = (
  kind: Observation['kind'],
  agoMs: number,
  more: Partial<Observation> = {},
): Observation => ({
  kind,
  timeMs: NOW_MS - agoMs,
  amountMinor: 0,
  entities: { card: 'c1' },
  ...more,
});
const fold = (observations: readonly Observation[]): VelocityAggregate =>
  observations.reduce((aggregate, each) => foldVelocity(aggregate, 'card', each), EMPTY_VELOCITY);

const anyObservation: fc.Arbitrary<Observation> = fc.record({
  kind: fc.constantFrom('order', 'payment', 'decline', 'login_failure', 'signup', 'chargeback', 'seen'),
  timeMs: fc.integer({ min: NOW_MS - 40 * DAY_MS, max: NOW_MS }),
  amountMinor: fc.integer({ min: 0, max: 1_000_000_000 }),
  entities: fc.record({ card: fc.constant('c1'), user: fc.stringMatching(/^u\d{1,2}$/) }),
});

describe('foldVelocity', () => {
  it('counts each kind in every window it falls into', () => {
    const aggregate = fold([
      observation('order', 5 * MINUTE_MS, { amountMinor: 300 }),
      observation('decline', 30 * MINUTE_MS),
      observation('order', 5 * HOUR_MS, { amountMinor: 700 }),
      observation('signup', 3 * DAY_MS),
      observation('chargeback', 20 * DAY_MS),
    ]);
    const counts = (window: Parameters<typeof velocityCounts>[1]) =>
      velocityCounts(aggregate, window, NOW_MS);

    expect(counts('10m')).toMatchObject({ orders: 1, payments: 0, amountMinor: 300 });
    expect(counts('1h')).toMatchObject({ orders: 1, payments: 1, declines: 1 });
    expect(counts('24h')).toMatchObject({ orders: 2, declines: 1, signups: 0, amountMinor: 1000 });
    expect(counts('7d')).toMatchObject({ orders: 2, signups: 1, chargebacks: 0 });
    expect(counts('30d')).toMatchObject({ orders: 2, signups: 1, chargebacks: 1 });
  });

  it('never counts what happened after the moment asked for', () => {
    const aggregate = fold([observation('order', 0), observation('order', 2 * DAY_MS)]);

    expect(velocityCounts(aggregate, '30d', NOW_MS - DAY_MS).orders).toBe(1);
    expect(
      distinctLinks(
        fold([observation('seen', 0, { entities: { user: 'u' } })]),
        'user',
        DAY_MS,
        NOW_MS - HOUR_MS,
      ),
    ).toBe(0);
  });

  it('knows what was before the minute asked for, though later things are known already', () => {
    fc.assert(
      fc.property(
        fc.array(anyObservation, { maxLength: 60 }),
        fc.integer({ min: NOW_MS - 3 * DAY_MS, max: NOW_MS }),
        fc.constantFrom('10m', '1h', '24h', '7d', '30d', '90d'),
        (all, nowMs, window) => {
          const minuteEnd = (Math.floor(nowMs / MINUTE_MS) + 1) * MINUTE_MS;
          const before = all.filter(({ timeMs }) => timeMs < minuteEnd);
          const known = velocityCounts(fold(all), window, nowMs).orders;
          expect(known).toBeLessThanOrEqual(velocityCounts(fold(before), window, nowMs).orders);
        },
      ),
    );
    // Within the hour nothing is lost: the finer buckets are there.
    const late = fold([
      observation('order', 3 * HOUR_MS),
      observation('order', 40 * MINUTE_MS),
      observation('order', 0),
    ]);
    expect(velocityCounts(late, '7d', NOW_MS - 20 * MINUTE_MS).orders).toBe(2);
  });

  it('gives the same aggregate whatever the order of the observations', () => {
    fc.assert(
      fc.property(
        fc
          .array(anyObservation, { maxLength: 60 })
          .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([inOneOrder, inAnother]) => {
          expect(fold(inAnother)).toEqual(fold(inOneOrder));
        },
      ),
    );
  });

  it('agrees with a count over the raw list, up to one bucket at the far end', () => {
    fc.assert(
      fc.property(fc.array(anyObservation, { maxLength: 60 }), (all) => {
        const orders = velocityCounts(fold(all), '24h', NOW_MS).orders;
        const within = (ms: number) => all.filter((o) => o.kind === 'order' && o.timeMs > NOW_MS - ms).length;
        expect(orders).toBeGreaterThanOrEqual(within(DAY_MS));
        expect(orders).toBeLessThanOrEqual(within(DAY_MS + HOUR_MS));
      }),
    );
  });

  it('keeps the newest links only, and counts each once', () => {
    const users = Array.from({ length: 40 }, (_, i) =>
      observation('seen', i * HOUR_MS, { entities: { card: 'c1', user: `u${i}` } }),
    );
    const aggregate = fold([...users, ...users]);

    expect(aggregate.links.user).toHaveLength(LINKS_MAX);
    expect(distinctLinks(aggregate, 'user', 3 * HOUR_MS, NOW_MS)).toBe(4);
    expect(aggregate.links.card).toBeUndefined();
  });
});

describe('encodeVelocity', () => {
  it('comes back equal', () => {
    fc.assert(
      fc.property(fc.array(anyObservation, { maxLength: 80 }), (all) => {
        const aggregate = fold(all);
        expect(decodeVelocity(encodeVelocity(aggregate))).toEqual(aggregate);
      }),
    );
  });

  it('stays under one kilobyte for a busy entity', () => {
    const busy = fold(
      Array.from({ length: 500 }, (_, i) =>
        observation(i % 3 === 0 ? 'order' : 'decline', i * 7 * MINUTE_MS, {
          amountMinor: 5_000 + i,
          entities: { card: 'c1', user: `u${i % 30}`, device: `d${i % 30}` },
        }),
      ),
    );
    expect(encodeVelocity(busy).length).toBeLessThan(1024);
    expect(encodeVelocity(fold([observation('order', 0)])).length).toBeLessThan(80);
  });

  it('refuses bytes it did not write', () => {
    const bytes = encodeVelocity(fold([observation('order', 0)]));
    expect(() => decodeVelocity(bytes.subarray(0, 10))).toThrow(RangeError);
    expect(() => decodeVelocity(Uint8Array.of(9))).toThrow('velocity bytes of format 9');
    expect(() => decodeVelocity(Uint8Array.from([...bytes, 0]))).toThrow('go on after their end');
  });
});
