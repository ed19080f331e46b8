import type { NamedArrays } from '../../artifact/arrays.ts';
import type { Classifier, Explained } from '../classifier.ts';
import { unpackNames } from '../column-names.ts';
import { DenseInputs } from './dense-inputs.ts';
import { denseOutputs, denseState, explainOutput, type DenseModel } from './dense-model.ts';
import { DenseNetwork } from './dense-network.ts';

/** A dense network of two classes: ReLU layers and one output, the log-odds of the positive class. */
export class DenseClassifier implements Classifier {
  readonly name = 'dense';
  readonly columns: readonly string[];

  constructor(private readonly model: DenseModel) {
    this.columns = model.columns;
  }

  static from(state: NamedArrays): DenseClassifier {
    const [inputs, network] = [DenseInputs.from(state), DenseNetwork.from(state)];
    return new DenseClassifier({ columns: unpackNames(state['names']), inputs, network });
  }

  logit(row: Float64Array): number {
    return denseOutputs(this.model, row)[0] ?? NaN;
  }

  explain(row: Float64Array): Explained {
    return explainOutput(this.model, row, 0);
  }

  state(): NamedArrays {
    return denseState(this.model);
  }
}
