import type { NamedArrays } from '../../artifact/arrays.ts';
import type { Explained } from '../classifier.ts';
import type { DenseInputs } from './dense-inputs.ts';
import type { DenseNetwork } from './dense-network.ts';
import { integratedGradients } from './integrated-gradients.ts';

/** A trained dense network with what its inputs are made of. */
export interface DenseModel {
  readonly columns: readonly string[];
  readonly inputs: DenseInputs;
  readonly network: DenseNetwork;
}

/** [columns] -> [outputs]. Throws RangeError on a row of another width. */
export function denseOutputs(model: DenseModel, row: Float64Array): Float64Array {
  return model.network.outputs(inputOf(model, row));
}

/** One output taken apart, beside the mean row, which is all zeros to the network. */
export function explainOutput(model: DenseModel, row: Float64Array, output: number): Explained {
  const { inputs, network, columns } = model;
  const input = inputOf(model, row);
  const parts = integratedGradients(network, input, output);
  const contributions = new Float64Array(columns.length);
  for (const [i, part] of parts.entries()) {
    const column = inputs.columnOf[i] ?? 0;
    contributions[column] = (contributions[column] ?? 0) + part;
  }
  return {
    logit: network.outputs(input)[output] ?? NaN,
    base: network.outputs(new Float64Array(inputs.width))[output] ?? NaN,
    contributions,
  };
}

export function denseState({ columns, inputs, network }: DenseModel): NamedArrays {
  const names = new TextEncoder().encode(JSON.stringify(columns));
  return { names, ...inputs.state(), ...network.state() };
}

/** The names of the columns, as denseState keeps them. */
export function namesFrom(state: NamedArrays): readonly string[] {
  // Written by denseState; the hash of the artifact vouches for the bytes.
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(state['names'] ?? []))) as readonly string[];
}

function inputOf({ columns, inputs }: DenseModel, row: Float64Array): Float64Array {
  if (row.length !== columns.length) {
    throw new RangeError(`a row of ${row.length} columns, the dense network has ${columns.length}`);
  }
  const input = new Float64Array(inputs.width);
  inputs.encode((column) => row[column] ?? NaN, input);
  return input;
}
