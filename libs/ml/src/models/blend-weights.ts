import type { NamedArrays } from '../artifact/arrays.ts';

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

  constructor(private readonly arrays: BlendArrays) {
    this.scaled = new Float32Array(arrays.linear.length);
    this.units = new Float32Array(arrays.output.length);
    this.changed = new Float32Array(arrays.output.length);
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

  get featureCount(): number {
    return this.arrays.linear.length;
  }

  /** Score of one row of F features. */
  score(row: Float32Array): number {
    const { linear, hidden, hiddenBias } = this.arrays;
    const { scaled, units } = this;
    units.set(hiddenBias);
    let sum = 0;
    for (let feature = 0, at = 0; feature < scaled.length; feature++, at += units.length) {
      const x = this.scale(feature, row[feature] ?? 0);
      scaled[feature] = x;
      if (x === 0) continue;
      sum += x * (linear[feature] ?? 0);
      for (let unit = 0; unit < units.length; unit++) {
        units[unit] = (units[unit] ?? 0) + x * (hidden[at + unit] ?? 0);
      }
    }
    return sum + this.outputOf(units);
  }

  /** How much less the row scored last would get with `values` in the place of its features from `first` on. */
  lossWithout(first: number, values: readonly number[]): number {
    const { linear, hidden } = this.arrays;
    const { scaled, units, changed } = this;
    changed.set(units);
    let change = 0;
    for (const [i, value] of values.entries()) {
      const feature = first + i;
      const step = this.scale(feature, value) - (scaled[feature] ?? 0);
      change += step * (linear[feature] ?? 0);
      const at = feature * units.length;
      for (let unit = 0; unit < units.length; unit++) {
        changed[unit] = (changed[unit] ?? 0) + step * (hidden[at + unit] ?? 0);
      }
    }
    return this.outputOf(units) - this.outputOf(changed) - change;
  }

  state(): NamedArrays {
    return { ...this.arrays };
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
