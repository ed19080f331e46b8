import { populationStability } from './population-stability.ts';

const BINS = 10;

/** How often each item was met, by its id. */
export type ItemCounts = ReadonlyMap<string, number>;

/**
 * How far interest has moved between the items of a model: the population stability index of `now` against `before`. The
 * bins are ten runs of the model's items, from the frequent to the rare, of about a tenth of `before` each, and one of the
 * items that the model does not know. `itemIds` in the model's order, frequent items first.
 */
export function popularityDrift(itemIds: readonly string[], before: ItemCounts, now: ItemCounts): number {
  const binOf = binsOf(itemIds, before);
  return populationStability(countsByBin(before, binOf), countsByBin(now, binOf));
}

function binsOf(itemIds: readonly string[], before: ItemCounts): ReadonlyMap<string, number> {
  const total = itemIds.reduce((sum, id) => sum + (before.get(id) ?? 0), 0);
  let passed = 0;
  return new Map(
    itemIds.map((id) => {
      const count = before.get(id) ?? 0;
      const middle = (passed + count / 2) / Math.max(1, total);
      passed += count;
      return [id, Math.min(BINS - 1, Math.floor(BINS * middle))];
    }),
  );
}

function countsByBin(counts: ItemCounts, binOf: ReadonlyMap<string, number>): readonly number[] {
  const sums = Array.from({ length: BINS + 1 }, () => 0);
  for (const [id, count] of counts) {
    const bin = binOf.get(id) ?? BINS;
    sums[bin] = (sums[bin] ?? 0) + count;
  }
  return sums;
}
