import type { NamedArrays } from '../artifact/arrays.ts';
import { addUp } from './add-up.ts';
import type { AnomalyScore, Detector } from './detector.ts';

/** Distribution functions of every column, one column after the other. */
export interface EmpiricalColumns {
  /** [columns + 1] Where the values of each column begin. */
  readonly starts: Int32Array;
  /** Ascending within a column. */
  readonly values: Float64Array;
  /** Parallel to `values`: share of the training rows at or below, and at or above. */
  readonly atOrBelow: Float64Array;
  readonly atOrAbove: Float64Array;
  /** [1] Rows of training: beyond all of them a share is taken as half a row's. */
  readonly rows: Float64Array;
}

/**
 * ECOD (Li et al. 2022): the sum over the columns of -ln of how many of the training rows are as far out, on the tail
 * that speaks most for it. A missing value says nothing.
 */
export class Ecod implements Detector {
  readonly name = 'ecod';

  constructor(private readonly columns: EmpiricalColumns) {}

  static from(state: NamedArrays): Ecod {
    const { starts, values, atOrBelow, atOrAbove, rows } = state;
    if (!(
      starts instanceof Int32Array &&
      values instanceof Float64Array &&
      atOrBelow instanceof Float64Array &&
      atOrAbove instanceof Float64Array &&
      rows instanceof Float64Array
    )) {
      throw new TypeError('not the arrays of an ECOD');
    }
    return new Ecod({ starts, values, atOrBelow, atOrAbove, rows });
  }

  score(row: Float64Array): AnomalyScore {
    return addUp(row.map((value, column) => this.strangenessOf(value, column)));
  }

  state(): NamedArrays {
    return { ...this.columns };
  }

  private strangenessOf(value: number, column: number): number {
    const { starts, values, atOrBelow, atOrAbove, rows } = this.columns;
    const [first, end] = [starts[column] ?? 0, starts[column + 1] ?? 0];
    if (Number.isNaN(value) || first === end) return 0;
    let [low, high] = [first, end];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((values[middle] ?? Infinity) < value) low = middle + 1;
      else high = middle;
    }
    const beyond = 0.5 / (rows[0] ?? 1);
    // `low` is the first value not below: between two values the shares are those of the nearer to the middle.
    const isThere = low < end && values[low] === value;
    const below = isThere || low > first ? (atOrBelow[isThere ? low : low - 1] ?? beyond) : beyond;
    const above = low < end ? (atOrAbove[low] ?? beyond) : beyond;
    return -Math.log(Math.min(below, above));
  }
}
