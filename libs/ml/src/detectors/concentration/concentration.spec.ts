import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Random } from '../../random.ts';
import { DAY_MS, HOUR_MS } from './bin-counts.ts';
import { findConcentrations, type Concentration } from './find-concentrations.ts';
import { decodeOrderCounts, encodeOrderCounts } from './order-counts-codec.ts';
import { OrderCounts } from './order-counts.ts';
import { binsOf, binWords, LAST_BIN, type WatchedColumn } from './watched-column.ts';

interface Sale {
  readonly timeMs: number;
  readonly ageMinutes: number;
  readonly amount: number;
  readonly country: string;
}

const WATCHED: readonly WatchedColumn<Sale>[] = [
  {
    name: 'age',
    description: 'an age of the account',
    kind: 'smooth',
    binWidth: 60,
    unit: 'minutes',
    values: ({ ageMinutes }) => [ageMinutes],
  },
  { name: 'amount', description: 'an amount', kind: 'lumpy', values: ({ amount }) => [amount] },
  { name: 'country', description: 'a country', kind: 'names', values: ({ country }) => [country] },
];
const START_MS = Date.UTC(2026, 0, 5);

/** Ordinary sales: ages of weeks, half of the orders one price, nearly all one country. */
function ordinary(random: Random, days: number, perDay: number, fromDay = 0): Sale[] {
  return Array.from({ length: days * perDay }, (_, i) => ({
    timeMs: START_MS + fromDay * DAY_MS + Math.floor((i * DAY_MS) / perDay),
    ageMinutes: 50_000 * random.next(),
    amount: i % 2 === 0 ? 49 : Math.floor(100 * random.next()),
    country: i % 10 === 0 ? 'FR' : 'GB',
  }));
}

function found(
  sales: readonly Sale[],
  counts = OrderCounts.empty(WATCHED.length),
): (readonly Concentration[])[] {
  return sales.map((sale) => {
    const bins = WATCHED.map((column) => binsOf(column, sale));
    const concentrations = findConcentrations(counts, WATCHED, sale.timeMs, bins);
    counts.add(sale.timeMs, bins);
    return concentrations;
  });
}

describe('the concentration detector', () => {
  it('hardly ever speaks of ordinary orders, and never of popular prices and the usual country', () => {
    const findings = found(ordinary(new Random(1), 60, 60)).flat();
    // Chance makes about one in a hundred days.
    expect(findings.length).toBeLessThan(4);
    expect(findings.filter(({ column }) => column > 0)).toEqual([]);
  });

  it('finds new accounts that all order at once, also where a stream begins with them', () => {
    const burst = Array.from({ length: 12 }, (_, i): Sale => ({
      timeMs: START_MS + i * 600_000,
      ageMinutes: 0,
      amount: 20 + i,
      country: 'GB',
    }));
    const findings = found(burst);
    expect(findings.slice(0, 2).flat()).toEqual([]);
    expect(findings[5]).toEqual([{ column: 0, bin: 0, count: 6, usual: expect.any(Number) }]);
    expect(findings.slice(4).every((each) => each.length > 0)).toBe(true);
  });

  it('goes on finding a burst of many days: it does not become what is usual by itself', () => {
    const days = 13;
    const burst = Array.from({ length: days * 20 }, (_, i): Sale => ({
      timeMs: START_MS + Math.floor((i * DAY_MS) / 20),
      ageMinutes: 1,
      amount: i % 90,
      country: 'GB',
    }));
    const findings = found(burst).slice(5);
    expect(findings.every((each) => each.some(({ column }) => column === 0))).toBe(true);
  });

  it('finds a price and a country that suddenly many have, beside what was usual of them', () => {
    const random = new Random(2);
    const counts = OrderCounts.empty(WATCHED.length);
    found(ordinary(random, 30, 60), counts);
    const attack = Array.from({ length: 25 }, (_, i): Sale => ({
      timeMs: START_MS + 30 * DAY_MS + i * 60_000,
      ageMinutes: 50_000 * random.next(),
      amount: 77,
      country: 'NZ',
    }));
    const columns = new Set(
      found(attack, counts)
        .flat()
        .map(({ column }) => column),
    );
    expect(columns).toEqual(new Set([1, 2]));
  });

  it('says nothing of prices and countries before there is a past', () => {
    const sales = ordinary(new Random(3), 10, 50);
    expect(found(sales).flat()).toEqual([]);
  });

  it('never judges what is past the last bin, where everything else is together', () => {
    const old = Array.from({ length: 50 }, (_, i): Sale => ({
      timeMs: START_MS + i,
      ageMinutes: 1e9 + i,
      amount: i,
      country: 'GB',
    }));
    expect(binsOf(WATCHED[0] ?? fail(), old[0] ?? fail())).toEqual([LAST_BIN]);
    expect(found(old).flat()).toEqual([]);
  });

  it('names a bin by its range or by the name that is in it', () => {
    const [age, , country] = WATCHED;
    const sale = ordinary(new Random(1), 1, 1)[0] ?? fail();
    expect(age && binWords(age, 2, sale)).toBe('120 to 180 minutes');
    expect(country && binWords(country, binsOf(country, sale)[0] ?? -1, sale)).toBe('FR');
  });
});

describe('counts of orders', () => {
  const order = fc.record({
    timeMs: fc.integer({ min: 0, max: 70 * 24 }).map((hour) => START_MS + hour * HOUR_MS),
    bins: fc.tuple(fc.array(fc.nat(5), { maxLength: 2 }), fc.array(fc.nat(5), { maxLength: 1 })),
  });

  it('are the same bytes in whatever order the orders come, and come back from their bytes', () => {
    fc.assert(
      fc.property(fc.array(order, { maxLength: 60 }), fc.integer(), (orders, seed) => {
        const inOrder = OrderCounts.empty(2);
        for (const { timeMs, bins } of orders) inOrder.add(timeMs, bins);
        const shuffled = OrderCounts.empty(2);
        for (const place of new Random(seed).sample(orders.length, orders.length)) {
          const each = orders[place];
          if (each !== undefined) shuffled.add(each.timeMs, each.bins);
        }
        const bytes = encodeOrderCounts(inOrder);
        expect(encodeOrderCounts(shuffled)).toEqual(bytes);
        expect(encodeOrderCounts(decodeOrderCounts(bytes, 2))).toEqual(bytes);
      }),
      { numRuns: 60 },
    );
  });

  it('stay small however long they count', () => {
    const counts = OrderCounts.empty(1);
    for (let hour = 0; hour < 24 * 400; hour++) counts.add(START_MS + hour * HOUR_MS, [[hour % 4]]);
    const held = [...(counts.columns[0]?.bins.values() ?? [])].map(
      ({ hours, days }) => hours.size + days.size,
    );
    expect(Math.max(...held)).toBeLessThan(120);
    expect(encodeOrderCounts(counts).length).toBeLessThan(600);
  });

  it('take further columns as empty, and refuse bytes that are not whole', () => {
    const counts = OrderCounts.empty(1);
    counts.add(START_MS, [[3]]);
    const bytes = encodeOrderCounts(counts);
    expect(decodeOrderCounts(bytes, 3).columns).toHaveLength(3);
    expect(() => decodeOrderCounts(bytes.slice(0, -1), 1)).toThrow(RangeError);
  });
});

function fail(): never {
  throw new Error('the fixture is empty');
}
