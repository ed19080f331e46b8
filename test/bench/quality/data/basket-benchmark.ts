import type { InteractionSequence, Query } from '#ml';
import type { QualityBenchmark, QualityData } from '../benchmark.ts';
import { readBaskets, type Basket } from './read-baskets.ts';

/** Of the baskets before the test: the newest of them are the validation. */
const VALIDATION_SHARE = 0.1;
/** A place in INTERACTION_KINDS: everything here was bought. */
const PURCHASE = 3;

/**
 * Invoices as baskets, split in time: the first half of a basket is the question, the rest of it the answer. `asks` with
 * 'basket': from that half alone; with 'customer': from that half and all that the customer bought before.
 */
export function basketBenchmark(
  about: Pick<QualityBenchmark, 'name' | 'describes' | 'targets'>,
  source: {
    readonly files: readonly string[];
    readonly testFromMs: number;
    readonly asks: 'basket' | 'customer';
  },
): QualityBenchmark {
  return {
    ...about,
    async load(folder): Promise<QualityData> {
      const baskets = await readBaskets(folder, source.files);
      const past = baskets.filter(({ timeMs }) => timeMs < source.testFromMs);
      const validationFromMs = past[Math.floor(past.length * (1 - VALIDATION_SHARE))]?.timeMs ?? 0;
      const all = customersOf(baskets);
      const asked = (fromMs: number, untilMs: number) =>
        all.flatMap((customer) => queriesOf(customer, { fromMs, untilMs, asks: source.asks }));
      return {
        itemCount: baskets.reduce((most, { items }) => items.reduce((a, b) => Math.max(a, b), most), 0) + 1,
        fitting: customersOf(past.filter(({ timeMs }) => timeMs < validationFromMs)),
        validation: asked(validationFromMs, source.testFromMs),
        train: customersOf(past),
        test: asked(source.testFromMs, Infinity),
      };
    },
  };
}

/** All baskets of each customer, end to end; a basket is a group. Baskets come in the order of time. */
function customersOf(baskets: readonly Basket[]): readonly InteractionSequence[] {
  const byCustomer = new Map<string, Basket[]>();
  for (const basket of baskets) {
    const own = byCustomer.get(basket.customer) ?? [];
    byCustomer.set(basket.customer, own);
    own.push(basket);
  }
  return [...byCustomer].map(([owner, own]) => ({
    owner,
    items: Int32Array.from(own.flatMap(({ items }) => items)),
    kinds: Uint8Array.from(own.flatMap(({ items }) => items.map(() => PURCHASE))),
    timesMs: Float64Array.from(own.flatMap(({ items, timeMs }) => items.map(() => timeMs))),
    groups: Int32Array.from(own.flatMap(({ items }, group) => items.map(() => group))),
  }));
}

function queriesOf(
  { items, kinds, timesMs, groups }: InteractionSequence,
  { fromMs, untilMs, asks }: { readonly fromMs: number; readonly untilMs: number; readonly asks: string },
): readonly Query[] {
  const queries: Query[] = [];
  for (let start = 0, end = 0; start < items.length; start = end) {
    while (end < items.length && groups[end] === groups[start]) end++;
    const nowMs = timesMs[start] ?? 0;
    const middle = start + Math.floor((end - start) / 2);
    if (middle === start || nowMs < fromMs || nowMs >= untilMs) continue;
    const from = asks === 'basket' ? start : 0;
    const part = <T extends Int32Array | Uint8Array | Float64Array>(values: T) =>
      values.subarray(from, middle) as T;
    queries.push({
      task: 'in-session',
      history: {
        items: part(items),
        kinds: part(kinds),
        timesMs: part(timesMs),
        groups: part(groups).map((group) => group - (groups[from] ?? 0)),
        nowMs,
      },
      targets: new Set(items.subarray(middle, end)),
    });
  }
  return queries;
}
