import {
  chooseSplit,
  DataSetBuilder,
  openTensorFlow,
  trainRecommender,
  type ItemAttributes,
  type TrainedModel,
} from '#ml';
import { NOW_MS } from './samples.ts';

const HOUR_MS = 3_600_000;
/** Items of each taste. */
export const TASTE_ITEMS = 10;
/** Even items are of the first, odd ones of the second: nothing but these says so. */
export const TASTES = [
  { brand: 'Leaf', productType: 'Kitchen > Tea' },
  { brand: 'Steel', productType: 'Garage > Tools' },
] as const;

/** A shop with two kinds of shoppers; each buys items of one taste, all of them with attributes. */
export async function trainTwoTastes(version: string): Promise<TrainedModel> {
  const { tf, backend } = await openTensorFlow('cpu');
  const builder = new DataSetBuilder();
  const attributes = new Map<string, ItemAttributes>();
  for (let shopper = 0; shopper < 100; shopper++) {
    const taste = shopper % 2;
    for (let step = 0; step < 4; step++) {
      const itemId = `item-${2 * ((shopper + step * (1 + (shopper % 3))) % TASTE_ITEMS) + taste}`;
      const timeMs = NOW_MS - (101 - shopper) * HOUR_MS + step * 60_000;
      builder.add(`u:${shopper}`, { itemId, kind: step === 3 ? 'purchase' : 'view', timeMs });
      attributes.set(itemId, TASTES[taste] ?? {});
    }
  }
  const dataSet = { ...builder.build(), attributes };
  return trainRecommender({
    tf,
    backend,
    dataSet,
    splitAtMs: chooseSplit(dataSet),
    seed: 1,
    version,
    trainedAtMs: NOW_MS,
  });
}
