import type { ModelVersionId } from '#contracts';
import type { DescribedItem, ItemExplanation, Shopper } from '#ml';
import type { Candidate } from '../recommendation/candidate.ts';

/** An answer that may come from a thread. */
type Soon<T> = T | Promise<T>;

/** What the gateway asks of a model. A rejected answer means that the next strategy has to do. */
export interface Recommender {
  /** Those it was trained on, then those that it has met or was told of. */
  readonly itemIds: readonly string[];
  /** Has it take items up that it was not trained on; answers the ids of those it has added. */
  describe(items: readonly DescribedItem[]): Soon<readonly string[]>;
  has(itemId: string): boolean;
  wasTrainedOn(itemId: string): boolean;
  /** Counts up when what is similar to the item changes. */
  changesOf(itemId: string): number;
  /** The k best for a shopper, best first; may contain what was bought before. */
  recommend(shopper: Shopper, k: number): Soon<Iterable<Candidate>>;
  /** Those of the items that it knows, best first; equal scores keep their order. */
  rankItems(shopper: Shopper, itemIds: readonly string[]): Soon<Iterable<Candidate>>;
  /** Why the item stands where it stands for the shopper, or why it does not. */
  explain(shopper: Shopper, itemId: string): Soon<ItemExplanation>;
  similar(itemId: string, k: number): Soon<Iterable<Candidate>>;
  boughtTogether(itemIds: readonly string[], k: number): Soon<Iterable<Candidate>>;
}

/** A model version that passed its checks. A request takes it once and ends on it, whatever is promoted meanwhile. */
export interface ServingModel {
  readonly version: ModelVersionId;
  readonly recommender: Recommender;
  /** The model's own trending list, the same for everyone, best first. */
  readonly trending: Iterable<Candidate>;
}
