import type { ShopId } from '#contracts';
import type { LabelStore } from '#database';
import type { TrainingHistory } from './read-history.ts';

/**
 * Outcomes by order id as they were known at the end of the history, true is fraud: what its events say, and what the
 * store has beside them, which is what analysts found. A label that is in both counts once.
 */
export async function knownOutcomes(
  store: LabelStore,
  shopId: ShopId,
  { labels, asOfMs }: Pick<TrainingHistory, 'labels' | 'asOfMs'>,
): Promise<ReadonlyMap<string, boolean>> {
  for await (const page of store.readKnownBy(shopId, asOfMs)) for (const label of page) labels.add(label);
  return labels.outcomes();
}
