import type { NamedArrays } from '../artifact/arrays.ts';
import type { GruCell } from './gru-cell.ts';

/** Weights of one gated recurrent layer over item vectors; d is the dimension of both. */
export interface GruWeights extends GruCell {
  readonly dimension: number;
  readonly historyMost: number;
  /** [items, d + 1]: the vector that a state is multiplied with for the item's score, and the item's bias. */
  readonly outputs: Float32Array;
  /** The same for what goes into the layer (the bias is not read): `outputs` itself where the tables are tied. */
  readonly inputs: Float32Array;
}

/** The arrays by their names, shapes as in GruWeights, and `shape` [2]: dimension, historyMost. Tied tables are one. Views. */
export function gruState(weights: GruWeights): NamedArrays {
  const { dimension, historyMost, outputs, inputs, inputWeights, bias, gateWeights, candidateWeights } =
    weights;
  const shape = Int32Array.of(dimension, historyMost);
  const tables = inputs === outputs ? { outputs } : { outputs, inputs };
  return { shape, ...tables, inputWeights, bias, gateWeights, candidateWeights };
}

/** What gruState gave. Throws TypeError on anything else. */
export function gruFrom(state: NamedArrays): GruWeights {
  const floats = (name: string): Float32Array => {
    const array = state[name];
    if (array instanceof Float32Array) return array;
    throw new TypeError(`expected 32-bit floats as "${name}" in the recurrent model`);
  };
  const [dimension = 0, historyMost = 0] = state['shape'] ?? [];
  const outputs = floats('outputs');
  return {
    dimension,
    historyMost,
    outputs,
    inputs: state['inputs'] === undefined ? outputs : floats('inputs'),
    inputWeights: floats('inputWeights'),
    bias: floats('bias'),
    gateWeights: floats('gateWeights'),
    candidateWeights: floats('candidateWeights'),
  };
}
