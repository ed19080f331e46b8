import type { NamedArrays } from '../artifact/arrays.ts';
import { pruneUnits } from '../compression/prune-units.ts';

/** F features, H hidden units; matrices row-major. */
export interface BlendArrays {
  /** [F] each: a feature enters as (x - offset) x factor. */
  readonly offsets: Float32Array;
  readonly factors: Float32Array;
  /** [F] */
  readonly linear: Float32Array;
  /** [F, H] and [H] */
  readonly hidden: Float32Array;
  readonly hiddenBias: Float32Array;
  /** [H] */
  readonly output: Float32Array;
}

/** Scaled features reach at most this: one that was nearly constant in training must not decide alone. */
export const FEATURE_MOST = 8;

/** The scorer of the blend: a linear part plus one hidden layer of ReLU. */
export class BlendWeights {
  private readonly scaled: Float32Array;
  /** Before the ReLU. */
  private readonly units: Float32Array;
  private readonly changed: Float32Array;
  private outputOfUnits = 0;
  /** Where scoring starts from: a row, the same scaled, its units and the linear part of its score. */
  private readonly start: {
    readonly row: Float32Array;
    readonly scaled: Float32Array;
    readonly units: Float32Array;
    linear: number;
  };

  constructor(private readonly arrays: BlendArrays) {
    const [features, units] = [arrays.linear.length, arrays.output.length];
    this.scaled = new Float32Array(features);
    this.units = new Float32Array(units);
    this.changed = new Float32Array(units);
    this.start = {
      row: new Float32Array(features),
      scaled: new Float32Array(features),
      units: new Float32Array(units),
      linear: 0,
    };
    this.startFrom(this.start.row);
  }

  /** Throws TypeError on a state that BlendWeights did not give. */
  static from(state: NamedArrays): BlendWeights {
    const floats = (name: string): Float32Array => {
      const array = state[name];
      if (array instanceof Float32Array) return array;
      throw new TypeError(`expected 32-bit floats as "${name}" in the blend`);
    };
    return new BlendWeights({
      offsets: floats('offsets'),
      factors: floats('factors'),
      linear: floats('linear'),
      hidden: floats('hidden'),
      hiddenBias: floats('hiddenBias'),
      output: floats('output'),
    });
  }

  /** Without that share of the hidden units. */
  pruned(share: number): BlendWeights {
    return new BlendWeights(pruneUnits(this.arrays, share));
  }

  get featureCount(): number {
    return this.arrays.linear.length;
  }

  /** Rows scored from now on are like this one in most features: only those that differ are worked out. */
  startFrom(row: Float32Array): void {
    const { start } = this;
    start.row.set(row);
    start.units.set(this.arrays.hiddenBias);
    start.linear = 0;
    for (let feature = 0; feature < row.length; feature++) {
      const x = this.scale(feature, row[feature] ?? 0);
      start.scaled[feature] = x;
      start.linear += this.step(feature, x, start.units);
    }
  }

  /** Score of one row of F features. */
  score(row: Float32Array): number {
    const { scaled, units, start } = this;
    units.set(start.units);
    scaled.set(start.scaled);
    let sum = start.linear;
    for (let feature = 0; feature < scaled.length; feature++) {
      const value = row[feature] ?? 0;
      if (value === start.row[feature]) continue;
      const x = this.scale(feature, value);
      sum += this.step(feature, x - (scaled[feature] ?? 0), units);
      scaled[feature] = x;
    }
    this.outputOfUnits = this.outputOf(units);
    return sum + this.outputOfUnits;
  }

  /** How much less the row scored last would get with `values` in the place of its features from `first` on. */
  lossWithout(first: number, values: readonly number[]): number {
    const { scaled, units, changed } = this;
    changed.set(units);
    let change = 0;
    for (const [i, value] of values.entries()) {
      const feature = first + i;
      change += this.step(feature, this.scale(feature, value) - (scaled[feature] ?? 0), changed);
    }
    return this.outputOfUnits - this.outputOf(changed) - change;
  }

  state(): NamedArrays {
    return { ...this.arrays };
  }

  /** Moves the units by a change of a scaled feature; answers the change of the linear part. */
  private step(feature: number, change: number, units: Float32Array): number {
    if (change === 0) return 0;
    const { linear, hidden } = this.arrays;
    const at = feature * units.length;
    for (let unit = 0; unit < units.length; unit++) {
      units[unit] = (units[unit] ?? 0) + change * (hidden[at + unit] ?? 0);
    }
    return change * (linear[feature] ?? 0);
  }

  private outputOf(units: Float32Array): number {
    const { output } = this.arrays;
    let sum = 0;
    for (let unit = 0; unit < units.length; unit++)
      sum += Math.max(0, units[unit] ?? 0) * (output[unit] ?? 0);
    return sum;
  }

  private scale(feature: number, value: number): number {
    const x = (value - (this.arrays.offsets[feature] ?? 0)) * (this.arrays.factors[feature] ?? 0);
    return Math.max(-FEATURE_MOST, Math.min(FEATURE_MOST, x));
  }
}
