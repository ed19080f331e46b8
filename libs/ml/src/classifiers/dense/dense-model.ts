import type { NamedArrays } from '../../artifact/arrays.ts';
import { checkWidth } from '../check-width.ts';
import type { Explained } from '../classifier.ts';
import { packNames } from '../column-names.ts';
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

/** The names of the columns, and what their inputs and the network give; everything that loading needs. */
export function denseState({ columns, inputs, network }: DenseModel): NamedArrays {
  return { names: packNames(columns), ...inputs.state(), ...network.state() };
}

function inputOf({ columns, inputs }: DenseModel, row: Float64Array): Float64Array {
  checkWidth(row, columns);
  const input = new Float64Array(inputs.width);
  inputs.encode((column) => row[column] ?? NaN, input);
  return input;
}
