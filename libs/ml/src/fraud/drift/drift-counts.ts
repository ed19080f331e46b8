import { populationStability } from '../../evaluation/population-stability.ts';
import type { DriftBaseline } from './drift-baseline.ts';
import { binCount, binOf } from './quantile-bins.ts';

/** How far orders have moved from those of a baseline, as population stability indices. */
export interface DriftMeasure {
  /** [columns] */
  readonly features: Float64Array;
  readonly score: number;
}

/** Orders counted into the bins of a baseline. */
export class DriftCounts {
  private constructor(
    private readonly baseline: DriftBaseline,
    /** [columns + 1][bins], one after the other. */
    private readonly counts: Int32Array,
  ) {}

  static empty(baseline: DriftBaseline): DriftCounts {
    return new DriftCounts(baseline, new Int32Array(sizeOf(baseline)));
  }

  /** What `state` gave; empty where that was of another baseline. */
  static from(baseline: DriftBaseline, state: Int32Array): DriftCounts {
    return state.length === sizeOf(baseline)
      ? new DriftCounts(baseline, state.slice())
      : DriftCounts.empty(baseline);
  }

  state(): Int32Array {
    return this.counts.slice();
  }

  /** `features` [columns], NaN is missing; `score` is how strange the order is, 0 to 1. */
  add(features: Float64Array, score: number): void {
    let from = 0;
    this.baseline.bins.forEach((bins, column) => {
      const at = from + binOf(bins, column < features.length ? (features[column] ?? NaN) : score);
      this.counts[at] = (this.counts[at] ?? 0) + 1;
      from += binCount(bins);
    });
  }

  measure(): DriftMeasure {
    let from = 0;
    const indices = this.baseline.counts.map((expected) => {
      const actual = this.counts.subarray(from, (from += expected.length));
      return populationStability([...expected], [...actual]);
    });
    return { features: Float64Array.from(indices.slice(0, -1)), score: indices.at(-1) ?? 0 };
  }
}

const sizeOf = ({ bins }: DriftBaseline): number => bins.reduce((sum, each) => sum + binCount(each), 0);
