import type { NamedArrays } from '../../artifact/arrays.ts';
import type { Explained } from '../../classifiers/classifier.ts';
import type { TableClassifier } from './table-classifier.ts';

/** Several models as one: the mean of their logits. Its state is theirs, each by itself. */
export class MeanClassifier implements TableClassifier {
  readonly columns: readonly string[];

  /** All of the same columns and classes. */
  constructor(private readonly models: readonly TableClassifier[]) {
    this.columns = models[0]?.columns ?? [];
  }

  logits(row: Float64Array): Float64Array {
    const [first = new Float64Array(), ...others] = this.models.map((model) => model.logits(row));
    return first.map(
      (logit, label) => others.reduce((sum, each) => sum + (each[label] ?? 0), logit) / this.models.length,
    );
  }

  explain(row: Float64Array, ofClass: number): Explained {
    const each = this.models.map((model) => model.explain(row, ofClass));
    const mean = (of: (explained: Explained) => number): number =>
      each.reduce((sum, explained) => sum + of(explained), 0) / each.length;
    return {
      logit: mean(({ logit }) => logit),
      base: mean(({ base }) => base),
      contributions: Float64Array.from(this.columns, (_, column) =>
        mean(({ contributions }) => contributions[column] ?? 0),
      ),
    };
  }

  state(): NamedArrays {
    return Object.fromEntries(
      this.models.flatMap((model, i) =>
        Object.entries(model.state()).map(([name, array]) => [`${i}.${name}`, array]),
      ),
    );
  }
}
