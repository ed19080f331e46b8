import type { ItemAttributes } from '../features/items/item-attributes.ts';
import type { InteractionSequence } from './history.ts';

/** What a recommender is trained on. Item index i stands for itemIds[i]; frequent items come first. */
export interface RecommenderDataSet {
  readonly itemIds: readonly string[];
  /** What the catalogue says of items, also of such as nobody has met; left out where it says nothing. */
  readonly attributes?: ReadonlyMap<string, ItemAttributes>;
  /** Owners in the order of their ids. */
  readonly sequences: readonly InteractionSequence[];
  /** Interactions in all sequences. */
  readonly interactions: number;
  /** Times are in [from, until); both 0 for an empty set. */
  readonly dataFromMs: number;
  readonly dataUntilMs: number;
}
