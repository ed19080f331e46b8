import type { DescribedItem, ItemExplanation, Shopper, Suggestion } from '#ml';
import type { LocalRecommender } from '../recommenders/open-recommender.ts';

/**
 * A recommender one can check by hand: its items stand in a row, those near each other are similar, and the first
 * trend. A shopper is recommended what is near the items seen last. As logits are, its scores may be below 0.
 */
export class ToyRecommender implements LocalRecommender {
  readonly itemIds: readonly string[];
  private readonly ids: string[];
  private readonly places: Map<string, number>;
  private readonly trained: number;

  constructor(trainedIds: readonly string[]) {
    this.itemIds = this.ids = [...trainedIds];
    this.trained = trainedIds.length;
    this.places = new Map(trainedIds.map((itemId, place) => [itemId, place]));
  }

  /** New items stand at the end of the row. */
  describe(items: readonly DescribedItem[]): readonly string[] {
    const added = items.map(({ itemId }) => itemId).filter((itemId) => !this.has(itemId));
    for (const itemId of added) this.places.set(itemId, this.ids.push(itemId) - 1);
    return added;
  }

  has(itemId: string): boolean {
    return this.places.has(itemId);
  }

  wasTrainedOn(itemId: string): boolean {
    return this.has(itemId) && this.placeOf(itemId) < this.trained;
  }

  /** It learns nothing. */
  readonly learnsFromMs = 0;

  changesOf(): number {
    return 0;
  }

  learn() {
    return { newItemIds: [], changed: new Int32Array(0) };
  }

  recommend(shopper: Shopper, k: number): readonly Suggestion[] {
    const latest = this.latestOf(shopper);
    return latest === undefined ? this.trending(k) : this.near(latest, 'transitions').slice(0, k);
  }

  rankItems(shopper: Shopper, itemIds: readonly string[]): readonly Suggestion[] {
    const known = itemIds.filter((itemId) => this.has(itemId));
    const latest = this.latestOf(shopper);
    return latest === undefined
      ? known.map((itemId) => ({ itemId, score: 0, source: 'popularity' }))
      : this.near(latest, 'transitions', known);
  }

  /** One source says all. */
  explain(shopper: Shopper, itemId: string): ItemExplanation {
    if (!this.has(itemId)) return { kind: 'unknown-item' };
    const list = this.recommend(shopper, this.itemIds.length);
    const rank = 1 + list.findIndex((suggestion) => suggestion.itemId === itemId);
    const latest = this.latestOf(shopper);
    if (latest === undefined) return { kind: 'no-history', rank };
    const { score = 0 } = list[rank - 1] ?? {};
    const about = { score, rank, contribution: score, scoredItems: list.length };
    return {
      kind: 'scored',
      historyLength: shopper.recent.length + shopper.sessionItemIds.length,
      isOutAsRepeat: false,
      isCandidate: true,
      score,
      rank,
      candidates: list.length,
      silence: 0,
      context: 0,
      interplay: 0,
      sources: [{ source: 'transitions', ...about, becauseOfItemId: latest }],
    };
  }

  similar(itemId: string, k: number): readonly Suggestion[] {
    return this.has(itemId)
      ? this.near(itemId, 'similar')
          .filter((suggestion) => suggestion.itemId !== itemId)
          .slice(0, k)
      : [];
  }

  boughtTogether(itemIds: readonly string[], k: number): readonly Suggestion[] {
    const last = itemIds.filter((itemId) => this.has(itemId)).at(-1);
    return last === undefined ? [] : this.near(last, 'bought-together').slice(0, k);
  }

  trending(k: number): readonly Suggestion[] {
    return this.itemIds
      .slice(0, k)
      .map((itemId, place) => ({ itemId, score: 1 / (1 + place), source: 'trending' }));
  }

  private near(
    itemId: string,
    source: Suggestion['source'],
    itemIds: readonly string[] = this.itemIds,
  ): readonly Suggestion[] {
    const from = this.placeOf(itemId);
    return itemIds
      .map((id) => ({
        itemId: id,
        score: -Math.abs(this.placeOf(id) - from),
        source,
        becauseOfItemId: itemId,
      }))
      .sort((a, b) => b.score - a.score);
  }

  private latestOf({ recent, sessionItemIds }: Shopper): string | undefined {
    return [...recent.map(({ itemId }) => itemId), ...sessionItemIds].findLast((itemId) => this.has(itemId));
  }

  private placeOf(itemId: string): number {
    return this.places.get(itemId) ?? 0;
  }
}
