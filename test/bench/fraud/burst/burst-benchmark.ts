import { Random, wilsonInterval } from '#ml';
import type { FraudBenchmark, FraudRow } from '../fraud-benchmark.ts';
import { STREAM_MODELS, type StreamModel } from './burst-models.ts';
import { readShopOrders, type ShopOrder } from './shop-orders.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const QUICK_ORDERS = 1_500;

const TARGETS = [
  { metric: 'caught', published: 0.998, mustReach: 0.99, aim: 0.998 },
  { metric: 'false a day', published: 0.05, mustReach: 0.5, aim: 0.05, isMost: true },
  { metric: 'minutes to first', published: 12, mustReach: 45, aim: 15, isMost: true },
  { metric: 'alerts in a day', published: 20, mustReach: 2, aim: 2, isMost: true },
] as const;

function burst(
  facts: Omit<FraudBenchmark, 'run' | 'targets'>,
  change: (orders: readonly ShopOrder[], random: Random) => readonly ShopOrder[],
): FraudBenchmark {
  return {
    ...facts,
    targets: TARGETS,
    async *run({ folder, seed, quick, models, report }) {
      const all = change(await readShopOrders(folder), new Random(seed));
      const orders = quick ? all.slice(0, QUICK_ORDERS) : all;
      for (const each of STREAM_MODELS.filter(({ model }) => models?.includes(model) ?? true)) {
        report(`${each.model}, seed ${seed}`);
        yield rowOf(each, orders, seed);
      }
    },
  };
}

function rowOf(model: StreamModel, orders: readonly ShopOrder[], seed: number): FraudRow {
  const startMs = performance.now();
  const { isFlagged, knownMs, alertsMs } = model.run(orders, seed);
  const trainSeconds = (performance.now() - startMs) / 1_000;
  const bursts = orders.flatMap(({ isBurst }, i) => (isBurst ? [i] : []));
  const caught = bursts.filter((i) => isFlagged[i]);
  const good = orders.filter(({ isFraud }, i) => isFlagged[i] === true && !isFraud).length;
  const days = ((orders.at(-1)?.timeMs ?? 0) - (orders[0]?.timeMs ?? 0)) / DAY_MS;
  const firstMs = orders[bursts[0] ?? -1]?.timeMs ?? NaN;
  return {
    model: model.model,
    metrics: {
      caught: caught.length / bursts.length,
      'false a day': good / days,
      'minutes to first': (Math.min(...caught.map(knownMs)) - firstMs) / MINUTE_MS,
      'alerts in a day': mostInADay(alertsMs),
      'alerts a day': alertsMs.length / days,
    },
    intervals: { caught: wilsonInterval({ hits: caught.length, trials: bursts.length }) },
    trainSeconds,
    testRows: orders.length,
  };
}

function mostInADay(timesMs: readonly number[]): number {
  const perDay = new Map<number, number>();
  for (const timeMs of timesMs) {
    const day = Math.floor(timeMs / DAY_MS);
    perDay.set(day, (perDay.get(day) ?? 0) + 1);
  }
  return Math.max(0, ...perDay.values());
}

const E_COMMERCE =
  'Orders of an online shop in 2015, replayed without labels; 1,531 of them are a burst of accounts that order within a minute of signing up';

export const BURST_BENCHMARKS: readonly FraudBenchmark[] = [
  burst(
    { name: 'burst', describes: `${E_COMMERCE}, at the very beginning of the stream` },
    (orders) => orders,
  ),
  burst(
    {
      name: 'burst-later',
      describes: `${E_COMMERCE}; a fifth of them, moved to the hundredth day, among 115 ordinary orders a day`,
    },
    (orders, random) =>
      orders
        .filter(({ isBurst }) => !isBurst || random.next() < 0.2)
        .map((order) => (order.isBurst ? later(order, 100 * DAY_MS) : order))
        .sort((a, b) => a.timeMs - b.timeMs),
  ),
];

const later = (order: ShopOrder, byMs: number): ShopOrder => ({
  ...order,
  timeMs: order.timeMs + byMs,
  signupMs: order.signupMs + byMs,
});
