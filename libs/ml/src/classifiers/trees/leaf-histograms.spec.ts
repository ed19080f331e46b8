import { describe, expect, it } from '@jest/globals';
import { Random } from '../../random.ts';
import { binEdges } from './bin-edges.ts';
import { binMatrix } from './binned-matrix.ts';
import { Arena } from './kernel/arena.ts';
import { LeafHistograms } from './leaf-histograms.ts';

const ROWS = 3_000;

/** Columns of few and of many bins, so that some are kept in bytes and some in words. */
function table(columns: number, random: Random) {
  const values = Array.from({ length: columns }, (_, column) =>
    Float32Array.from({ length: ROWS }, () =>
      random.next() < 0.05 ? NaN : random.integer(10 ** (column % 4)),
    ),
  );
  const matrix = { columns: values.map(String), rowCount: ROWS, values };
  const edges = values.map((column) => binEdges(column, { binsMost: 1_000, tailShare: 0 }));
  return binMatrix(matrix, edges);
}

describe('LeafHistograms', () => {
  it.each([1, 2, 5, 8])('add up the rows of a leaf, bin by bin, in %s columns', (columns) => {
    const random = new Random(columns);
    const matrix = table(columns, random);
    const histograms = new LeafHistograms(matrix, 2);
    histograms.pairs.set(histograms.pairs.map(() => random.normal()));
    const rows = random.sample(ROWS, ROWS);
    histograms.rows.set(rows);
    const [whole, part] = [histograms.make(0, ROWS), histograms.make(100, 1_700)];
    const expected = new Float64Array(part.length);
    for (const row of rows.subarray(100, 1_700)) {
      for (const [column, bins] of matrix.bins.entries()) {
        const at = 2 * ((matrix.starts[column] ?? 0) + (bins[row] ?? 0));
        expected[at] = (expected[at] ?? 0) + (histograms.pairs[2 * row] ?? 0);
        expected[at + 1] = (expected[at + 1] ?? 0) + (histograms.pairs[2 * row + 1] ?? 0);
      }
    }
    expect(part).toEqual(expected);
    const rest = whole.map((sum, i) => sum - (part[i] ?? 0));
    histograms.subtract(whole, part);
    expect(whole).toEqual(rest);
  });

  it('are all zeros for no rows, and come back to be used again', () => {
    const histograms = new LeafHistograms(table(3, new Random(1)), 1);
    const histogram = histograms.make(5, 5);
    expect(histogram.every((sum) => sum === 0)).toBe(true);
    expect(() => histograms.make(0, 1)).toThrow('more histograms in use than there are');
    histograms.release(histogram);
    expect(histograms.make(0, ROWS)).toBe(histogram);
  });

  it('are refused for a table that no 32-bit address reaches', () => {
    expect(() => new Arena(2 ** 33)).toThrow('the table needs 8590 MB to grow trees on');
  });
});
