import type { Manifest } from '../artifact/manifest.ts';
import type { ItemAttributes } from '../features/items/item-attributes.ts';
import type { AttentionWeights } from '../models/attention-weights.ts';
import type { Blend } from '../models/blend.ts';
import { NOT_ONE, type Recommender } from '../models/recommender.ts';
import { ScoreBoard } from '../models/score-board.ts';
import type { Scored } from '../models/scored.ts';
import type { History } from '../sequences/history.ts';
import type { Interaction } from '../sequences/interaction.ts';
import type { Learnt, LiveLearner, OwnedInteraction } from '../live/live-learner.ts';
import type { ItemExplanation } from './item-explanation.ts';
import { itemMap, type ItemMap } from './item-map.ts';
import type { ImageVectors } from './new-item-images.ts';
import { RankedList, rankedArrays, type Reason } from './ranked-list.ts';
import { similarItems } from './similar-items.ts';
import { toHistory } from './shopper-history.ts';
import { listSources, type Sources } from './sources.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Whom a list is for. */
export interface Shopper {
  /** From the profile, oldest first. */
  readonly recent: readonly Interaction[];
  /** The running session as the storefront knows it, most recent last. */
  readonly sessionItemIds: readonly string[];
  readonly nowMs: number;
}

const NO_REASON: Reason = { source: '', becauseOf: undefined };

/** An item by what the catalogue says of it. */
export interface DescribedItem {
  readonly itemId: string;
  readonly attributes: ItemAttributes;
}

/**
 * A loaded model version. Synchronous and quick (about a millisecond or two a list), but not to be shared between
 * threads: its sources reuse their scratch space.
 */
export class ServingRecommender {
  private readonly indexOf: ReadonlyMap<string, number>;
  private readonly scratch: ScoreBoard;

  constructor(
    readonly manifest: Manifest,
    private readonly vocabulary: Vocabulary,
    private readonly sources: Sources,
    private readonly blend: Blend,
    /** Of items that nobody had met at the training. */
    private readonly imageVectors: ImageVectors,
    private readonly live: LiveLearner,
  ) {
    this.indexOf = vocabulary.indexOf;
    this.scratch = new ScoreBoard(vocabulary.most);
  }

  /** In the order of their indices: those it was trained on, then those that it has met or was told of. */
  get itemIds(): readonly string[] {
    return this.vocabulary.ids;
  }

  /** What happened before then it was trained on. */
  get learnsFromMs(): number {
    return this.manifest.dataUntilMs;
  }

  /** Takes in what happened since the training, each interaction once; an owner's in the order of their times. */
  learn(interactions: readonly OwnedInteraction[]): Learnt {
    return this.live.learn(interactions);
  }

  has(itemId: string): boolean {
    return this.indexOf.has(itemId);
  }

  wasTrainedOn(itemId: string): boolean {
    return (this.indexOf.get(itemId) ?? Infinity) < this.vocabulary.trained;
  }

  /**
   * Takes items up that it was not trained on, by their attributes: from then on they are candidates and have similar items, also
   * before anybody has met them. Of one that was described before the newer attributes stand. Answers the ids of those it has
   * added, in the order of their indices; left out is what it was trained on, what its attributes say nothing of, and what is
   * more than NEW_ITEMS_MOST.
   */
  describe(items: readonly DescribedItem[]): readonly string[] {
    const vectors = this.sources.content?.vectors;
    if (vectors === undefined) return [];
    const before = this.itemIds.length;
    for (const { itemId, attributes } of items) {
      if (this.wasTrainedOn(itemId) || (this.vocabulary.isFull() && !this.has(itemId))) continue;
      const imageVector = attributes.imageVector ?? this.imageVectors.get(itemId);
      const vector = vectors.of({ ...attributes, imageVector });
      const item = vector && this.vocabulary.take(itemId);
      if (vector !== undefined && item !== undefined) vectors.put(item, vector);
    }
    return this.itemIds.slice(before);
  }

  /** The k best for a shopper; trending items for one of whom nothing is known. May contain what was bought before. */
  recommend(shopper: Shopper, k: number): RankedList {
    const history = toHistory(shopper, this.indexOf);
    if (history.items.length === 0) return this.trending(k);
    const best = this.blend.explained(history, k);
    return this.list(best, (i) => best.reasons[i] ?? NO_REASON);
  }

  /** Why an item stands where it stands for a shopper, or why it does not. */
  explain(shopper: Shopper, itemId: string): ItemExplanation {
    const item = this.indexOf.get(itemId);
    if (item === undefined) return { kind: 'unknown-item' };
    const history = toHistory(shopper, this.indexOf);
    if (history.items.length === 0) {
      const place = this.sources.trending.board().top(this.itemIds.length).items.indexOf(item);
      return { kind: 'no-history', rank: place < 0 ? undefined : place + 1 };
    }
    const { sources, ...blend } = this.blend.explainItem(history, item);
    return {
      kind: 'scored',
      historyLength: history.items.length,
      isOutAsRepeat: !this.repeats && history.items.includes(item),
      ...blend,
      sources: sources.map(({ becauseOf, ...say }) => {
        const becauseOfItemId = becauseOf === undefined ? undefined : this.itemIds[becauseOf];
        return { ...say, ...(becauseOfItemId === undefined ? {} : { becauseOfItemId }) };
      }),
    };
  }

  /** Those of the given items that the model knows, best first; equal scores keep their order. */
  rankItems(shopper: Shopper, itemIds: readonly string[]): RankedList {
    const known = Int32Array.from(itemIds.flatMap((id) => this.indexOf.get(id) ?? []));
    const { scores, reasons } = this.blend.scoreExplained(toHistory(shopper, this.indexOf), known);
    const places = Int32Array.from(known.keys()).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
    const best = {
      items: places.map((place) => known[place] ?? NOT_ONE),
      scores: Float32Array.from(places, (place) => scores[place] ?? 0),
    };
    return this.list(best, (i) => reasons[places[i] ?? NOT_ONE] ?? NO_REASON);
  }

  /** Items to show beside one; none for an item the model does not know. */
  similar(itemId: string, k: number): RankedList {
    const item = this.indexOf.get(itemId);
    this.scratch.clear();
    if (item !== undefined) similarItems(this.sources, item, this.scratch);
    return this.list(this.scratch.top(k), () => ({ source: 'similar', becauseOf: item }));
  }

  /** Items bought in the same orders as these, themselves left out. */
  boughtTogether(itemIds: readonly string[], k: number): RankedList {
    const items = Int32Array.from(itemIds.flatMap((id) => this.indexOf.get(id) ?? []));
    this.scratch.clear();
    this.sources.boughtTogether.forItems(items, this.scratch);
    return this.list(this.scratch.top(k), () => ({ source: 'bought-together', becauseOf: items[0] }));
  }

  /** What sells now. */
  trending(k: number): RankedList {
    const best = this.sources.trending.board().top(k);
    return this.list(best, () => ({ source: 'trending', becauseOf: undefined }));
  }

  /** Whether items that a shopper had are ever suggested again. */
  get repeats(): boolean {
    return this.blend.repeats;
  }

  /** The blend and each of its sources over another vocabulary, so that they can answer the queries of a newer data set. */
  over(itemIds: readonly string[]): readonly Pick<Recommender, 'name' | 'candidates'>[] {
    const toOwn = Int32Array.from(itemIds, (id) => this.indexOf.get(id) ?? -1);
    const toTheirs = new Map([...toOwn.entries()].map(([theirs, own]) => [own, theirs]));
    return [this.blend, ...listSources(this.sources)].map((model) => ({
      name: model.name,
      candidates: (history: History, k: number): Scored => {
        const own = { ...history, items: history.items.map((item) => toOwn[item] ?? -1) };
        const best = model.candidates(own, k);
        return { ...best, items: best.items.map((item) => toTheirs.get(item) ?? -1) };
      },
    }));
  }

  /** What its attention model was trained to, for a training that goes on from there; undefined of a model without one. */
  get attentionWeights(): AttentionWeights | undefined {
    return this.sources.attention?.weights;
  }

  /** Where the learnt vectors of the items lie; undefined of a model without any. */
  itemMap(): ItemMap | undefined {
    const { attention } = this.sources;
    return attention && itemMap(this.itemIds, attention.weights.items, attention.weights.dimension);
  }

  private list(best: Scored, reasonOf: (place: number) => Reason): RankedList {
    return new RankedList(this.itemIds, rankedArrays(best, reasonOf));
  }
}
