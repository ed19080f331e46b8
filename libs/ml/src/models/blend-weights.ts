import type { NamedArrays } from '../artifact/arrays.ts';
import { pruneUnits } from '../compression/prune-units.ts';
import { FEATURES_PER_SOURCE } from './source-features.ts';

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

/** Features are worked out by threes, as many as a source gives: one pass over the units instead of three. */
const TOGETHER = FEATURES_PER_SOURCE;

/** The scorer of the blend: a linear part plus one hidden layer of ReLU. */
export class BlendWeights {
  /** Those of the arrays that are used most, wide: JavaScript would widen each number at each use. */
  private readonly hidden: Float64Array;
  private readonly output: Float64Array;
  private readonly scaled: Float64Array;
  /** Before the ReLU. */
  private readonly units: Float64Array;
  private outputOfUnits = 0;
  /** Where scoring starts from: a row, the same scaled, its units and the linear part of its score. */
  private readonly start: {
    readonly row: Float32Array;
    readonly scaled: Float64Array;
    readonly units: Float64Array;
    linear: number;
  };

  constructor(private readonly arrays: BlendArrays) {
    const [features, units] = [arrays.linear.length, arrays.output.length];
    // With room for features that the last three lack.
    this.hidden = new Float64Array(arrays.hidden.length + (TOGETHER - 1) * units);
    this.hidden.set(arrays.hidden);
    this.output = Float64Array.from(arrays.output);
    this.scaled = new Float64Array(features);
    this.units = new Float64Array(units);
    this.start = {
      row: new Float32Array(features),
      scaled: new Float64Array(features),
      units: new Float64Array(units),
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
    start.scaled.fill(0);
    start.units.set(this.arrays.hiddenBias);
    start.linear = 0;
    for (let first = 0; first < row.length; first += TOGETHER) {
      start.linear += this.moveTo(row, first, start.scaled, start.units);
    }
  }

  /** Score of one row of F features. */
  score(row: Float32Array): number {
    const { scaled, units, start } = this;
    units.set(start.units);
    scaled.set(start.scaled);
    let sum = start.linear;
    for (let first = 0; first < row.length; first += TOGETHER) {
      if (isSame(row, start.row, first)) continue;
      sum += this.moveTo(row, first, scaled, units);
    }
    this.outputOfUnits = this.outputOf(units);
    return sum + this.outputOfUnits;
  }

  /** How much less the row scored last would get with `values` in the place of its features from `first` on. */
  lossWithout(first: number, values: readonly number[]): number {
    let [change, output] = [0, 0];
    if (values.length === TOGETHER) {
      const a = this.changeTo(first, values[0]);
      const b = this.changeTo(first + 1, values[1]);
      const c = this.changeTo(first + 2, values[2]);
      change = this.linearOf(first, a) + this.linearOf(first + 1, b) + this.linearOf(first + 2, c);
      output = this.outputWith(first, a, b, c);
    } else {
      const changed = this.units.slice();
      for (const [i, value] of values.entries()) {
        const step = this.changeTo(first + i, value);
        change += this.linearOf(first + i, step);
        this.move(changed, first + i, step, 0, 0);
      }
      output = this.outputOf(changed);
    }
    return this.outputOfUnits - output - change;
  }

  state(): NamedArrays {
    return { ...this.arrays };
  }

  /** Moves features of a row, and the units with them; answers the change of the linear part. */
  private moveTo(row: Float32Array, first: number, scaled: Float64Array, units: Float64Array): number {
    const a = this.moveFeature(row, first, scaled);
    const b = this.moveFeature(row, first + 1, scaled);
    const c = this.moveFeature(row, first + 2, scaled);
    this.move(units, first, a, b, c);
    return this.linearOf(first, a) + this.linearOf(first + 1, b) + this.linearOf(first + 2, c);
  }

  private moveFeature(row: Float32Array, feature: number, scaled: Float64Array): number {
    if (feature >= row.length) return 0;
    const x = this.scale(feature, row[feature] ?? 0);
    const change = x - (scaled[feature] ?? 0);
    scaled[feature] = x;
    return change;
  }

  /** Of a scaled feature of the row scored last. */
  private changeTo(feature: number, value = 0): number {
    return this.scale(feature, value) - (this.scaled[feature] ?? 0);
  }

  private linearOf(feature: number, change: number): number {
    return change === 0 ? 0 : change * (this.arrays.linear[feature] ?? 0);
  }

  /** Moves the units by changes of three scaled features, in one pass. */
  private move(units: Float64Array, first: number, a: number, b: number, c: number): void {
    const { hidden } = this;
    const count = units.length;
    const at = first * count;
    if (b === 0 && c === 0) {
      if (a === 0) return;
      for (let unit = 0; unit < count; unit++)
        units[unit] = (units[unit] ?? 0) + a * (hidden[at + unit] ?? 0);
      return;
    }
    for (let unit = 0; unit < count; unit++) {
      const place = at + unit;
      units[unit] =
        (units[unit] ?? 0) +
        a * (hidden[place] ?? 0) +
        b * (hidden[place + count] ?? 0) +
        c * (hidden[place + 2 * count] ?? 0);
    }
  }

  /** What the units would give, moved by changes of three scaled features. */
  private outputWith(first: number, a: number, b: number, c: number): number {
    const { hidden, output, units } = this;
    const count = units.length;
    let sum = 0;
    for (let unit = 0, place = first * count; unit < count; unit++, place++) {
      const moved =
        (units[unit] ?? 0) +
        a * (hidden[place] ?? 0) +
        b * (hidden[place + count] ?? 0) +
        c * (hidden[place + 2 * count] ?? 0);
      if (moved > 0) sum += moved * (output[unit] ?? 0);
    }
    return sum;
  }

  private outputOf(units: Float64Array): number {
    const { output } = this;
    let sum = 0;
    for (let unit = 0; unit < units.length; unit++) {
      const value = units[unit] ?? 0;
      if (value > 0) sum += value * (output[unit] ?? 0);
    }
    return sum;
  }

  private scale(feature: number, value: number): number {
    const x = (value - (this.arrays.offsets[feature] ?? 0)) * (this.arrays.factors[feature] ?? 0);
    return Math.max(-FEATURE_MOST, Math.min(FEATURE_MOST, x));
  }
}

/** Whether the features that are moved together are alike; the last ones may be fewer. */
function isSame(a: Float32Array, b: Float32Array, first: number): boolean {
  return a[first] === b[first] && a[first + 1] === b[first + 1] && a[first + 2] === b[first + 2];
}
