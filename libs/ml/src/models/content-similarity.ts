import type { NamedArrays } from '../artifact/arrays.ts';
import {
  invertedFileFrom,
  invertedFileState,
  NearestVectors,
  type InvertedFile,
} from '../retrieval/inverted-file.ts';
import { dotRow } from '../retrieval/vectors.ts';
import type { History } from '../sequences/history.ts';
import { normalise } from '../training/eigenvectors.ts';
import { LOGIT_SCALE } from './attention-weights.ts';
import { BoardSource } from './board-source.ts';
import { ContentVectors, NEW_ITEMS_MOST, type ContentWeights } from './content-vectors.ts';
import { NOT_ONE } from './recommender.ts';
import type { ScoreBoard } from './score-board.ts';

/** Newest items of a history that are asked about; the p-th newest counts exp(-p / decay). */
const HISTORY_MOST = 10;
const HISTORY_DECAY = 3;
/** Items of a large catalogue that are scored. */
const NEAREST = 200;

/**
 * Items whose attributes are those of items that go with what the shopper looked at. Attributes are projected among the
 * item vectors that co-occurrence gives, so that an item nobody has met has a vector too (Gantner et al. 2010), and
 * every item is scored by 14 x the cosine with the decayed sum of the history.
 */
export class ContentSimilarity extends BoardSource {
  readonly name = 'content';
  readonly vectors: ContentVectors;
  private readonly nearest: NearestVectors | undefined;

  constructor(
    weights: ContentWeights,
    private readonly index?: InvertedFile,
  ) {
    const vectors = new ContentVectors(weights);
    super(vectors.trained + NEW_ITEMS_MOST);
    this.vectors = vectors;
    this.nearest = index === undefined ? undefined : new NearestVectors(index);
  }

  /** What state() gave. Throws TypeError on anything else. */
  static from(state: NamedArrays): ContentSimilarity {
    const { projection, content, behaviour, dimension } = state;
    if (
      projection instanceof Float32Array &&
      content instanceof Float32Array &&
      behaviour instanceof Float32Array &&
      dimension instanceof Int32Array
    ) {
      const weights = { projection, content, behaviour, dimension: dimension[0] ?? 0 };
      return new ContentSimilarity(weights, invertedFileFrom(state));
    }
    throw new TypeError('expected floats and a dimension in the content model');
  }

  override complete(history: History, items: Int32Array, board: ScoreBoard): void {
    const query = this.queryOf(history);
    if (query === undefined) return;
    for (const item of items) {
      const cosine = this.cosine(item, query);
      if (!board.has(item) && cosine !== undefined) board.add(item, LOGIT_SCALE * cosine);
    }
  }

  override score(history: History, items: Int32Array): Float32Array {
    const query = this.queryOf(history);
    return Float32Array.from(items, (item) =>
      query === undefined ? 0 : LOGIT_SCALE * (this.cosine(item, query) ?? 0),
    );
  }

  /** The item of the history that adds most to the score. */
  because(history: History, items: Int32Array): Int32Array {
    const newest = newestOf(history);
    return items.map((item) => {
      const vector = this.vectors.contentOf(item);
      let [best, most] = [NOT_ONE, 0];
      for (const [p, from] of newest.entries()) {
        const part = Math.exp(-p / HISTORY_DECAY) * dotRow(this.vectors.behaviourOf(from), 0, vector);
        if (from !== item && part > most) [best, most] = [from, part];
      }
      return best;
    });
  }

  /** Puts the items whose attributes are near an item on the board, each with its cosine times a weight. */
  addSimilar(
    item: number,
    weights: { readonly trained: number; readonly added: number },
    board: ScoreBoard,
  ): void {
    const own = this.vectors.contentOf(item);
    const query = own.some((value) => value !== 0) ? own : this.vectors.behaviourOf(item);
    this.forNear(query, (other, cosine) => {
      if (cosine > 0)
        board.add(other, cosine * (other < this.vectors.trained ? weights.trained : weights.added));
    });
  }

  state(): NamedArrays {
    const { dimension, ...arrays } = this.vectors.weights;
    return {
      ...arrays,
      dimension: Int32Array.of(dimension),
      ...(this.index === undefined ? {} : invertedFileState(this.index)),
    };
  }

  protected addScores(history: History, board: ScoreBoard): void {
    const query = this.queryOf(history);
    if (query !== undefined) this.forNear(query, (item, cosine) => board.add(item, LOGIT_SCALE * cosine));
  }

  /** Every item of a small catalogue, those near the vector of a large one; of those added every one. */
  private forNear(query: Float32Array, visit: (item: number, cosine: number) => void): void {
    const offer = (item: number): void => {
      const cosine = this.cosine(item, query);
      if (cosine !== undefined) visit(item, cosine);
    };
    if (query.length === 0) return;
    if (this.nearest !== undefined) for (const item of this.nearest.search(query, NEAREST)) offer(item);
    else for (let item = 0; item < this.vectors.trained; item++) offer(item);
    for (let item = this.vectors.trained; item < this.vectors.count; item++) offer(item);
  }

  /** Undefined for an item of which attributes say nothing. */
  private cosine(item: number, query: Float32Array): number | undefined {
    const cosine = this.vectors.dotContent(item, query);
    return cosine === 0 ? undefined : cosine;
  }

  /** The history as a vector of length 1; undefined where nothing is known of any of its items. */
  private queryOf(history: History): Float32Array | undefined {
    const query = new Float32Array(this.vectors.weights.dimension);
    for (const [p, item] of newestOf(history).entries()) {
      const weight = Math.exp(-p / HISTORY_DECAY);
      for (const [i, value] of this.vectors.behaviourOf(item).entries())
        query[i] = (query[i] ?? 0) + weight * value;
    }
    if (!query.some((value) => value !== 0)) return undefined;
    normalise(query);
    return query;
  }
}

/** Newest first. */
const newestOf = ({ items }: History): Int32Array => items.slice(-HISTORY_MOST).reverse();
