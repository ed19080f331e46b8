import type { LayerArrays } from '../../training/layers.ts';
import { product, type DenseNetwork } from './dense-network.ts';

/** Straight pieces walked at most; a network has about as many as units, so this is far from reached. */
const PIECES_MOST = 10_000;
/** A unit this close to its kink is on the side it moves to. */
const KINK = 1e-10;

interface Piece {
  /** Whether each unit of each hidden layer is on. */
  readonly active: readonly Uint8Array[];
  /** Where on the way the next unit turns on or off. */
  readonly until: number;
}

/**
 * What each input adds to one output on the straight way from the row of zeros (Sundararajan et al. 2017): the mean
 * gradient along it times the input. A ReLU network is linear in pieces, so that the integral is a sum over the
 * pieces and exact: the parts and the output at zeros add up to the output, but for rounding. [inputs]
 */
export function integratedGradients(
  network: DenseNetwork,
  input: Float64Array,
  output: number,
): Float64Array {
  const total = new Float64Array(input.length);
  let at = 0;
  for (let pieces = 0; at < 1 && pieces < PIECES_MOST; pieces++) {
    const { active, until } = pieceAt(network.layers, input, at);
    const gradient = gradientIn(network.layers, active, output);
    for (let i = 0; i < total.length; i++) total[i] = (total[i] ?? 0) + (until - at) * (gradient[i] ?? 0);
    at = until;
  }
  return total.map((mean, i) => mean * (input[i] ?? 0));
}

/** The piece that begins at `at` x input. Along it each unit is a straight line: value + slope x distance. */
function pieceAt(layers: readonly LayerArrays[], input: Float64Array, at: number): Piece {
  let values = input.map((value) => value * at);
  let slopes = input;
  let distance = 1 - at;
  const active: Uint8Array[] = [];
  for (const layer of layers.slice(0, -1)) {
    values = product(values, layer).map((value, unit) => value + (layer.bias[unit] ?? 0));
    slopes = product(slopes, layer);
    const on = new Uint8Array(values.length);
    for (const [unit, value] of values.entries()) {
      const slope = slopes[unit] ?? 0;
      const isAtKink = Math.abs(value) <= KINK;
      on[unit] = (isAtKink ? slope > 0 : value > 0) ? 1 : 0;
      if (!isAtKink && value * slope < 0) distance = Math.min(distance, -value / slope);
    }
    active.push(on);
    values = values.map((value, unit) => (on[unit] === 1 ? value : 0));
    slopes = slopes.map((slope, unit) => (on[unit] === 1 ? slope : 0));
  }
  return { active, until: at + Math.max(distance, Number.EPSILON) };
}

/** Of one output by the inputs, where these units are on. */
function gradientIn(
  layers: readonly LayerArrays[],
  active: readonly Uint8Array[],
  output: number,
): Float64Array {
  const last = layers.at(-1);
  let gradient = new Float64Array(last?.bias.length ?? 0);
  gradient[output] = 1;
  for (let i = layers.length - 1; i >= 0; i--) {
    const { weights, bias } = layers[i] ?? { weights: new Float32Array(), bias: new Float32Array() };
    const outputs = bias.length;
    const before = new Float64Array(weights.length / outputs);
    const on = active[i - 1];
    for (let from = 0; from < before.length; from++) {
      if (on?.[from] === 0) continue;
      let sum = 0;
      for (let to = 0, start = from * outputs; to < outputs; to++) {
        sum += (weights[start + to] ?? 0) * (gradient[to] ?? 0);
      }
      before[from] = sum;
    }
    gradient = before;
  }
  return gradient;
}
