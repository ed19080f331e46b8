import { buildItemMatrix, type ItemMatrix } from '../models/item-matrix.ts';
import type { Corpus } from '../sequences/corpus.ts';

/** Pairs up to this far apart count, by 1 / distance. */
export const CO_OCCURRENCE_WINDOW = 5;
/** Added to the row sums: rare items must not look certain. */
const SHRINK = 5;
/** Entries kept of a row: bounds memory and the time of the power iteration. */
const ROW_MOST = 500;

/** Symmetric co-occurrence, the diagonal cleared, divided by sqrt(rowsum + 5) on both sides. */
export function normalisedCoOccurrence(corpus: Corpus): ItemMatrix {
  const { items, sequenceOf } = corpus;
  const matrix = buildItemMatrix(corpus.itemCount, ROW_MOST, (item, board) => {
    for (let at = corpus.placeStart[item] ?? 0; at < (corpus.placeStart[item + 1] ?? 0); at++) {
      const place = corpus.places[at] ?? 0;
      for (let near = place - CO_OCCURRENCE_WINDOW; near <= place + CO_OCCURRENCE_WINDOW; near++) {
        const other = items[near] ?? item;
        if (other === item || sequenceOf[near] !== sequenceOf[place]) continue;
        board.add(other, 1 / Math.abs(near - place));
      }
    }
  });
  const norms = new Float64Array(corpus.itemCount);
  for (const [item] of norms.entries()) {
    const row = matrix.values.subarray(matrix.starts[item], matrix.starts[item + 1]);
    norms[item] = 1 / Math.sqrt(row.reduce((sum, value) => sum + value, 0) + SHRINK);
  }
  for (const [item, norm] of norms.entries()) {
    for (let at = matrix.starts[item] ?? 0; at < (matrix.starts[item + 1] ?? 0); at++) {
      matrix.values[at] = (matrix.values[at] ?? 0) * norm * (norms[matrix.columns[at] ?? 0] ?? 0);
    }
  }
  return matrix;
}
