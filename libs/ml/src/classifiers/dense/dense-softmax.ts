import type { NamedArrays } from '../../artifact/arrays.ts';
import type { Explained } from '../classifier.ts';
import { unpackNames } from '../column-names.ts';
import type { MultiClassClassifier } from '../multi-class-classifier.ts';
import { DenseInputs } from './dense-inputs.ts';
import { denseOutputs, denseState, explainOutput, type DenseModel } from './dense-model.ts';
import { DenseNetwork } from './dense-network.ts';

/** A dense network of many classes: ReLU layers and an output a class. */
export class DenseSoftmax implements MultiClassClassifier {
  readonly name = 'dense';
  readonly columns: readonly string[];
  readonly classCount: number;

  constructor(private readonly model: DenseModel) {
    this.columns = model.columns;
    this.classCount = model.network.outputCount;
  }

  static from(state: NamedArrays): DenseSoftmax {
    const [inputs, network] = [DenseInputs.from(state), DenseNetwork.from(state)];
    return new DenseSoftmax({ columns: unpackNames(state['names']), inputs, network });
  }

  logits(row: Float64Array): Float64Array {
    return denseOutputs(this.model, row);
  }

  explain(row: Float64Array, ofClass: number): Explained {
    return explainOutput(this.model, row, ofClass);
  }

  state(): NamedArrays {
    return denseState(this.model);
  }
}
