import type { AttentionWeights } from '../models/attention-weights.ts';
import type { Random } from '../random.ts';
import type { Corpus } from '../sequences/corpus.ts';
import { CO_OCCURRENCE_WINDOW } from './co-occurrence.ts';
import { normalise } from './eigenvectors.ts';

/** An attention model to go on from, and where its items are among those of the training. */
export interface WarmStart {
  readonly weights: AttentionWeights;
  /** [items]: the row of each item in the weights; -1 for one that they do not have. */
  readonly rowOf: Int32Array;
}

/**
 * Item vectors to go on from, [items, d]: those of the weights, and for an item that they do not have the mean of the vectors
 * of the items it occurs with (by 1 / distance, as co-occurrence counts), at length 1; by chance if it occurs with none.
 */
export function warmItems({ weights, rowOf }: WarmStart, corpus: Corpus, random: Random): Float32Array {
  const d = weights.dimension;
  const vectors = new Float32Array(rowOf.length * d);
  for (const [item, row] of rowOf.entries()) {
    const vector = vectors.subarray(item * d, (item + 1) * d);
    if (row >= 0) vector.set(weights.items.subarray(row * d, (row + 1) * d));
    else placeNew({ weights, rowOf }, corpus, item, vector);
    if (vector.every((value) => value === 0)) for (const i of vector.keys()) vector[i] = random.normal();
    normalise(vector);
  }
  return vectors;
}

function placeNew(
  { weights, rowOf }: WarmStart,
  { items, sequenceOf, placeStart, places }: Corpus,
  item: number,
  vector: Float32Array,
): void {
  for (const place of places.subarray(placeStart[item], placeStart[item + 1])) {
    for (let near = place - CO_OCCURRENCE_WINDOW; near <= place + CO_OCCURRENCE_WINDOW; near++) {
      const row = rowOf[items[near] ?? item] ?? -1;
      if (row < 0 || sequenceOf[near] !== sequenceOf[place]) continue;
      for (const i of vector.keys()) {
        const value = weights.items[row * weights.dimension + i] ?? 0;
        vector[i] = (vector[i] ?? 0) + value / Math.abs(near - place);
      }
    }
  }
}
