import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ENTITY_KINDS, type Entities } from './entities.ts';
import { foldVelocity } from './fold-velocity.ts';
import type { Observation } from './observation.ts';
import { orderFeatures } from './order-features.ts';
import type { Order } from './order.ts';
import { DAY_MS, EMPTY_VELOCITY } from './velocity-aggregate.ts';
import { VELOCITY_IDLE_DAYS, withinWindows } from './velocity-window.ts';

const NOW_MS = Date.UTC(2026, 0, 15, 12, 30, 30);
const entities = Object.fromEntries(ENTITY_KINDS.map((kind) => [kind, `${kind}-1`])) as Required<Entities>;
const ORDER: Order = {
  amountMinor: 100,
  currency: 'GBP',
  lines: 1,
  quantity: 1,
  itemPriceMaxMinor: 100,
  discountMinor: 0,
  hasCoupon: false,
  isGuest: false,
  entities,
};

const observations = (fromDaysAgo: number, untilDaysAgo: number): fc.Arbitrary<readonly Observation[]> =>
  fc.array(
    fc.record({
      kind: fc.constantFrom('order', 'payment', 'decline', 'login_failure', 'signup', 'chargeback', 'seen'),
      timeMs: fc.integer({ min: NOW_MS - fromDaysAgo * DAY_MS, max: NOW_MS - untilDaysAgo * DAY_MS }),
      amountMinor: fc.integer({ min: 0, max: 1_000_000 }),
      entities: fc.constantFrom(entities, { device: 'd', user: 'u2' }, { card: 'c2', ip: 'i' }),
    }),
    { maxLength: 40 },
  );

describe('an aggregate that was idle', () => {
  it.each(ENTITY_KINDS.filter((kind) => kind !== 'user'))('of a %s is as good as none', (kind) => {
    fc.assert(
      fc.property(observations(VELOCITY_IDLE_DAYS[kind] + 60, VELOCITY_IDLE_DAYS[kind]), (all) => {
        const idle = all.reduce((folded, each) => foldVelocity(folded, kind, each), EMPTY_VELOCITY);
        expect(orderFeatures(ORDER, { [kind]: idle }, NOW_MS)).toEqual(orderFeatures(ORDER, {}, NOW_MS));
        expect(withinWindows(idle, kind, NOW_MS)).toEqual(withinWindows(EMPTY_VELOCITY, kind, NOW_MS));
      }),
    );
  });

  it('counts the same in every window whether it was forgotten or not, when the entity returns', () => {
    fc.assert(
      fc.property(observations(150, VELOCITY_IDLE_DAYS.card), observations(45, 0), (before, after) => {
        const fold = (all: readonly Observation[]) =>
          all.reduce((folded, each) => foldVelocity(folded, 'card', each), EMPTY_VELOCITY);
        expect(withinWindows(fold(after), 'card', NOW_MS)).toEqual(
          withinWindows(fold([...before, ...after]), 'card', NOW_MS),
        );
      }),
    );
  });
});
