import {
  binsOf,
  findConcentrations,
  fitIsolationForest,
  groupIntoIncidents,
  OrderCounts,
  Random,
  scoreRows,
  thresholdAt,
  type FeatureMatrix,
  type Incident,
} from '#ml';
import type { ShopOrder } from './shop-orders.ts';
import { WATCHED_SHOP_COLUMNS } from './watched-shop-columns.ts';

/** What a detector says of a stream of orders. */
export interface StreamAlerts {
  /** [orders] */
  readonly isFlagged: readonly boolean[];
  /** When it is known that the order is flagged: at the order, or at the end of its day. */
  readonly knownMs: (order: number) => number;
  /** Times of the alerts that an analyst is asked to look at. */
  readonly alertsMs: readonly number[];
}

export interface StreamModel {
  readonly model: string;
  run(orders: readonly ShopOrder[], seed: number): StreamAlerts;
}

const DAY_MS = 86_400_000;
const dayOf = (timeMs: number): number => Math.floor(timeMs / DAY_MS);
/** Grown anew every day: fewer trees than where it is grown once. */
const FOREST = { trees: 100, sampleSize: 256 };

/** As the product does it: nothing is told but the columns, and what is found is grouped. */
const concentration: StreamModel = {
  model: 'concentration',
  run(orders) {
    const counts = OrderCounts.empty(WATCHED_SHOP_COLUMNS.length);
    let incidents: readonly Incident[] = [];
    const alertsMs: number[] = [];
    const isFlagged = orders.map((order) => {
      const bins = WATCHED_SHOP_COLUMNS.map((column) => binsOf(column, order));
      const found = findConcentrations(counts, WATCHED_SHOP_COLUMNS, order.timeMs, bins);
      counts.add(order.timeMs, bins);
      if (found.length === 0) return false;
      const names = found.map(({ column, bin }) => `${column}/${bin}`);
      const grouped = groupIntoIncidents(incidents, names, order.timeMs);
      ({ incidents } = grouped);
      if (grouped.isNew) alertsMs.push(order.timeMs);
      return true;
    });
    return { isFlagged, knownMs: (i) => orders[i]?.timeMs ?? NaN, alertsMs };
  },
};

/** A second order on a device. */
const deviceUsedBefore: StreamModel = {
  model: 'device-used-before',
  run(orders) {
    const seen = new Set<number>();
    const isFlagged = orders.map(({ device }) => {
      const isKnown = seen.has(device);
      seen.add(device);
      return isKnown;
    });
    const alertsMs = orders.filter((_, i) => isFlagged[i]).map(({ timeMs }) => timeMs);
    return { isFlagged, knownMs: (i) => orders[i]?.timeMs ?? NaN, alertsMs };
  },
};

/** The strangest orders of every day, by a forest of all days before. */
const strangestOfDay = (most: number): StreamModel => ({
  model: `isolation-forest-top-${most}-a-day`,
  run(orders, seed) {
    const table = tableOf(orders);
    const isFlagged = orders.map(() => false);
    for (let from = 0; from < orders.length;) {
      const day = dayOf(orders[from]?.timeMs ?? 0);
      let until = from;
      while (until < orders.length && dayOf(orders[until]?.timeMs ?? 0) === day) until++;
      if (from > 0) {
        const forest = fitIsolationForest(part(table, 0, from), FOREST, new Random(seed));
        const scores = scoreRows(forest, part(table, from, until));
        const threshold = thresholdAt(scores, Math.min(1, most / scores.length));
        for (const [i, score] of scores.entries()) isFlagged[from + i] = score >= threshold;
      }
      from = until;
    }
    const knownMs = (i: number) => (dayOf(orders[i]?.timeMs ?? NaN) + 1) * DAY_MS;
    return { isFlagged, knownMs, alertsMs: orders.flatMap((_, i) => (isFlagged[i] ? [knownMs(i)] : [])) };
  },
});

function tableOf(orders: readonly ShopOrder[]): FeatureMatrix {
  const columns = WATCHED_SHOP_COLUMNS.filter(({ kind }) => kind !== 'names');
  return {
    columns: columns.map(({ name }) => name),
    rowCount: orders.length,
    values: columns.map((column) =>
      Float32Array.from(orders, (order) => Number(column.values(order)[0] ?? NaN)),
    ),
  };
}

const part = (table: FeatureMatrix, from: number, until: number): FeatureMatrix => ({
  ...table,
  rowCount: until - from,
  values: table.values.map((column) => column.subarray(from, until)),
});

export const STREAM_MODELS: readonly StreamModel[] = [
  concentration,
  deviceUsedBefore,
  strangestOfDay(10),
  strangestOfDay(20),
];
