import type { NamedArrays } from '../artifact/arrays.ts';
import type { AnomalyScore, Detector } from './detector.ts';

/** Trees as one list of nodes. */
export interface IsolationTrees {
  /** First node of each tree. */
  readonly roots: Int32Array;
  /** Column that the node asks; -1 at a leaf. */
  readonly columns: Int32Array;
  /** A value below goes to `left`, any other to the node after it. */
  readonly thresholds: Float64Array;
  readonly left: Int32Array;
  /** 1 where a missing value goes left: where more of the training rows went. */
  readonly missingLeft: Uint8Array;
  /** Mean number of questions that training rows of the node still have before them. */
  readonly remaining: Float64Array;
  /** [1] Mean path length of as many rows as a tree was grown from: what 1/2 stands for. */
  readonly usualLength: Float64Array;
}

/**
 * Isolation forest (Liu, Ting and Zhou 2008): strange rows are alone after few random questions. The score is
 * 2^(-path / usual path), 0 to 1. A column adds what its questions shortened the path by, beside what the training rows
 * of the same node had before them.
 */
export class IsolationForest implements Detector {
  readonly name = 'isolation-forest';

  constructor(private readonly trees: IsolationTrees) {}

  static from(state: NamedArrays): IsolationForest {
    const { roots, columns, thresholds, left, missingLeft, remaining, usualLength } = state;
    if (!(
      roots instanceof Int32Array &&
      columns instanceof Int32Array &&
      thresholds instanceof Float64Array &&
      left instanceof Int32Array &&
      missingLeft instanceof Uint8Array &&
      remaining instanceof Float64Array &&
      usualLength instanceof Float64Array
    )) {
      throw new TypeError('not the arrays of an isolation forest');
    }
    return new IsolationForest({ roots, columns, thresholds, left, missingLeft, remaining, usualLength });
  }

  score(row: Float64Array): AnomalyScore {
    const { roots, remaining, usualLength } = this.trees;
    const shortened = new Float64Array(row.length);
    let usual = 0;
    for (const root of roots) {
      usual += remaining[root] ?? 0;
      this.descend(root, row, shortened);
    }
    const unit = roots.length * (usualLength[0] ?? 1);
    const base = 2 ** (-usual / unit);
    const saved = shortened.reduce((sum, each) => sum + each, 0);
    const score = 2 ** ((saved - usual) / unit);
    const scale = saved === 0 ? 0 : (score - base) / saved;
    return { score, base, contributions: shortened.map((each) => each * scale) };
  }

  state(): NamedArrays {
    return { ...this.trees };
  }

  /** Adds to each column what its questions took off the path. */
  private descend(root: number, row: Float64Array, shortened: Float64Array): void {
    const { columns, thresholds, left, missingLeft, remaining } = this.trees;
    for (let node = root; ;) {
      const column = columns[node] ?? -1;
      if (column < 0) return;
      const value = row[column] ?? NaN;
      const goesLeft = Number.isNaN(value) ? missingLeft[node] === 1 : value < (thresholds[node] ?? 0);
      const next = (left[node] ?? 0) + (goesLeft ? 0 : 1);
      const saved = (remaining[node] ?? 0) - 1 - (remaining[next] ?? 0);
      shortened[column] = (shortened[column] ?? 0) + saved;
      node = next;
    }
  }
}
