import { attributeFeatures } from '../features/items/attribute-features.ts';
import type { ItemAttributes } from '../features/items/item-attributes.ts';
import { dotRow } from '../retrieval/vectors.ts';
import { normalise } from '../training/eigenvectors.ts';
import { timesMatrix } from '../training/ridge.ts';

/** What was learnt of attributes; d is the dimension, items those it was learnt from. */
export interface ContentWeights {
  readonly dimension: number;
  /** [columns of attributeFeatures, d]: attributes · projection is a place among the vectors of behaviour. */
  readonly projection: Float32Array;
  /** [items, d]: what its attributes say of an item; rows of length 1, or 0 where they say nothing. */
  readonly content: Float32Array;
  /**
   * [items, d]: its content and what shoppers did with it, half and half; the content alone where nobody has met it. Rows of
   * length 1, or 0.
   */
  readonly behaviour: Float32Array;
}

/** Items that may be added to those a model was trained on: they are looked through one by one for each list. */
export const NEW_ITEMS_MOST = 10_000;

/**
 * Vectors of items, those added while the model serves among them: their indices follow those of the others. They are 0 where
 * nothing was told of an item.
 */
export class ContentVectors {
  readonly trained: number;
  private readonly added: Float32Array;
  /** Up to the last one that has a vector. */
  private addedCount = 0;

  constructor(readonly weights: ContentWeights) {
    this.trained = weights.content.length / weights.dimension;
    this.added = new Float32Array(NEW_ITEMS_MOST * weights.dimension);
  }

  get count(): number {
    return this.trained + this.addedCount;
  }

  /** A vector of length 1 from attributes alone; undefined where they say nothing. */
  of(attributes: ItemAttributes): Float32Array | undefined {
    const { projection, dimension } = this.weights;
    const vector = timesMatrix(attributeFeatures(attributes), projection, dimension);
    if (!vector.some((value) => value !== 0)) return undefined;
    normalise(vector);
    return vector;
  }

  /** Gives an added item its vector, in the place of one it had before. Throws RangeError on any other. */
  put(item: number, vector: Float32Array): void {
    const place = item - this.trained;
    if (!(place >= 0 && place < NEW_ITEMS_MOST)) throw new RangeError(`${item} is no item to be added`);
    this.added.set(vector, place * this.weights.dimension);
    this.addedCount = Math.max(this.addedCount, place + 1);
  }

  /** Views, [d]; empty for an item that does not exist. */
  contentOf(item: number): Float32Array {
    return this.row(this.weights.content, item);
  }

  behaviourOf(item: number): Float32Array {
    return this.row(this.weights.behaviour, item);
  }

  /** The content of an item times a vector [d]; 0 for an item that does not exist. */
  dotContent(item: number, vector: Float32Array): number {
    if (!(item >= 0 && item < this.count)) return 0;
    return item < this.trained
      ? dotRow(this.weights.content, item, vector)
      : dotRow(this.added, item - this.trained, vector);
  }

  private row(trained: Float32Array, item: number): Float32Array {
    const { dimension } = this.weights;
    if (!(item >= 0 && item < this.count)) return trained.subarray(0, 0);
    return item < this.trained
      ? trained.subarray(item * dimension, (item + 1) * dimension)
      : this.added.subarray((item - this.trained) * dimension, (item - this.trained + 1) * dimension);
  }
}
