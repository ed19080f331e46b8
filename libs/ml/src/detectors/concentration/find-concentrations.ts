import { HOUR_MS, PAST_DAYS } from './bin-counts.ts';
import type { OrderCounts } from './order-counts.ts';
import { predictiveTail } from './predictive-tail.ts';
import { LAST_BIN, type WatchedColumn } from './watched-column.ts';

/** A bin with too many orders. */
export interface Concentration {
  /** Number of the watched column. */
  readonly column: number;
  readonly bin: number;
  /** Orders within the window, this one included. */
  readonly count: number;
  /** How many there would be usually. */
  readonly usual: number;
}

/** With fewer there is nothing to tell apart from chance. */
const COUNT_LEAST = 3;
/** Bins that chance alone fills so much, a day: each order of the day is a test in each column (Bonferroni). */
const FALSE_A_DAY = 0.01;
/** A surplus that is certain but small is no attack. */
const TIMES_USUAL = 3;
/** Bins on either side that say what is usual of a bin between them. */
const NEIGHBOURS = 24;
/** Without so many days of a past nothing is usual yet. */
const PAST_DAYS_LEAST = 21;
/** From here on three times as many as usual is never chance, and its chance not worth computing. */
const COUNT_CERTAIN = 300;

/**
 * The bins of an order, not yet counted, that hold too many orders with it: at least three times what is usual of the
 * bin, and more than chance makes but once in a hundred days. A scan statistic over a trailing day (Kulldorff 1997), with the
 * usual taken from the neighbours of the bin, from its own past, or the larger of the two.
 */
export function findConcentrations(
  counts: OrderCounts,
  watched: readonly Pick<WatchedColumn<never>, 'kind'>[],
  timeMs: number,
  bins: readonly (readonly number[])[],
): readonly Concentration[] {
  const hour = Math.floor(timeMs / HOUR_MS);
  const ordersNow = watched.reduce((most, _, column) => Math.max(most, counts.inWindow(column, hour)), 0) + 1;
  const chanceMost = FALSE_A_DAY / (ordersNow * watched.length);
  return bins.flatMap((ofColumn, column) =>
    ofColumn.flatMap((bin): Concentration[] => {
      const kind = watched[column]?.kind;
      if (kind === undefined || bin === LAST_BIN) return [];
      const count = counts.inWindow(column, hour, bin) + 1;
      if (count < COUNT_LEAST) return [];
      const expectations = expectationsOf(counts, kind, { column, bin, hour });
      const isTooMany = expectations.every(
        ({ seen, exposure }) =>
          count >= (TIMES_USUAL * seen) / exposure &&
          (count > COUNT_CERTAIN || predictiveTail(count, seen, exposure) < chanceMost),
      );
      if (expectations.length === 0 || !isTooMany) return [];
      const usual = expectations.reduce((most, { seen, exposure }) => Math.max(most, seen / exposure), 0);
      return [{ column, bin, count, usual }];
    }),
  );
}

/** So many orders in so many periods, or bins, that are like the bin's own. */
interface Expectation {
  readonly seen: number;
  readonly exposure: number;
}

function expectationsOf(
  counts: OrderCounts,
  kind: WatchedColumn<never>['kind'],
  at: { readonly column: number; readonly bin: number; readonly hour: number },
): readonly Expectation[] {
  const { share, days } = counts.usual(at.column, at.hour, at.bin);
  if (kind !== 'smooth' && days < PAST_DAYS_LEAST) return [];
  const now = counts.inWindow(at.column, at.hour) + 1;
  const past = { seen: share * now * PAST_DAYS, exposure: PAST_DAYS };
  return kind === 'names' ? [past] : [neighboursOf(counts, at), past];
}

function neighboursOf(
  counts: OrderCounts,
  { column, bin, hour }: { readonly column: number; readonly bin: number; readonly hour: number },
): Expectation {
  let [seen, exposure] = [0, 0];
  for (
    let other = Math.max(0, bin - NEIGHBOURS);
    other <= Math.min(LAST_BIN - 1, bin + NEIGHBOURS);
    other++
  ) {
    if (other === bin) continue;
    seen += counts.inWindow(column, hour, other);
    exposure += 1;
  }
  return { seen, exposure };
}
