import { describe, expect, it } from '@jest/globals';
import type { FeatureMatrix } from '../../tables/feature-matrix.ts';
import { DenseInputs } from './dense-inputs.ts';
import { EncodedRows } from './encoded-rows.ts';

const matrix: FeatureMatrix = {
  columns: ['amount', 'age'],
  rowCount: 5,
  values: [Float32Array.of(10, 20, 30, 40, 50), Float32Array.of(1, NaN, 3, NaN, 5)],
};
const inputs = DenseInputs.fit(matrix, Int32Array.of(0, 1, 2, 3, 4));

describe('encoded rows', () => {
  it('are those at the places asked for, each as the network takes it', () => {
    const rows = new EncodedRows(inputs, matrix, Int32Array.of(4, 1, 0));
    const expected = new Float32Array(2 * inputs.width);
    for (const [i, row] of [0, 4].entries()) {
      const into = expected.subarray(i * inputs.width, (i + 1) * inputs.width);
      inputs.encode((column) => matrix.values[column]?.[row] ?? NaN, into);
    }
    expect(rows.at(Int32Array.of(2, 0))).toEqual(expected);
  });

  it('are the same where they are too many to keep', () => {
    const rows = Int32Array.of(4, 1, 0);
    const places = Int32Array.of(1, 2, 0, 1);
    const [kept, notKept] = [new EncodedRows(inputs, matrix, rows), new EncodedRows(inputs, matrix, rows, 8)];
    expect(notKept.at(places)).toEqual(kept.at(places));
  });
});
