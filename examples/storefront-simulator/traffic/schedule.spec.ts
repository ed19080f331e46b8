import { describe, expect, it } from '@jest/globals';
import { ATTACK_KINDS } from '../attacks/attack.ts';
import { randomOf } from '../random.ts';
import { eventsOf, FUNNEL, planVisit } from '../shoppers/plan-visit.ts';
import { schedule, type ScheduleOptions } from './schedule.ts';

const OPTIONS: ScheduleOptions = {
  seed: 7,
  eventsPerSecond: 500,
  durationMs: 120_000,
  shoppers: 1_000,
  attackShare: 0.05,
};

describe('the schedule', () => {
  it('is the same for the same seed, and another for another', () => {
    const first = [...schedule(OPTIONS)];
    expect([...schedule(OPTIONS)]).toEqual(first);
    expect([...schedule({ ...OPTIONS, seed: 8 })]).not.toEqual(first);
  });

  it('has as many events as the rate and the time ask for', () => {
    const events = [...schedule({ ...OPTIONS, attackShare: 0 })].reduce(
      (sum, arrival) => sum + (arrival.kind === 'visit' ? eventsOf(arrival.plan) : 0),
      0,
    );
    expect(events / 60_000).toBeCloseTo(1, 2);
  });

  it('plays every kind of attack, none at the beginning', () => {
    const attacks = [...schedule(OPTIONS)].filter(({ kind }) => kind !== 'visit');
    expect(new Set(attacks.map(({ kind }) => kind))).toEqual(new Set(ATTACK_KINDS));
    expect(Math.min(...attacks.map(({ atMs }) => atMs))).toBeGreaterThanOrEqual(12_000);
  });
});

describe('the plan of a visit', () => {
  it('keeps to the funnel of a real shop', () => {
    let [views, carts, orders] = [0, 0, 0];
    for (let number = 0; number < 60_000; number++) {
      const { pages } = planVisit(randomOf(1, 'plan', number));
      views += pages.length;
      carts += pages.filter(({ addsToCart }) => addsToCart).length;
      orders += pages.filter(({ orders: isOrder }) => isOrder).length;
    }
    expect(carts / views).toBeCloseTo(FUNNEL.carts / FUNNEL.views, 2);
    expect(orders / carts).toBeCloseTo(FUNNEL.orders / FUNNEL.carts, 1);
  });

  it('lets some come known, some log in on the way, and some never', () => {
    const logins = Array.from({ length: 1_000 }, (_, number) => planVisit(randomOf(1, number)).loginAt);
    const shares = [logins.filter((at) => at === 0), logins.filter((at) => at === undefined)].map(
      ({ length }) => length / 1_000,
    );
    expect(Math.min(...shares)).toBeGreaterThan(0.2);
    expect(logins.some((at) => at !== undefined && at > 0)).toBe(true);
  });
});
