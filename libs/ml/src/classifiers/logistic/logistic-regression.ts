import type { NamedArrays } from '../../artifact/arrays.ts';
import { checkWidth } from '../check-width.ts';
import type { Classifier, Explained } from '../classifier.ts';
import { packNames, unpackNames } from '../column-names.ts';
import { logisticInput, type LogisticInputs } from './logistic-inputs.ts';

/** Log-odds that are a sum over standardised columns. */
export class LogisticRegression implements Classifier {
  readonly name = 'logistic regression';

  constructor(
    readonly columns: readonly string[],
    private readonly inputs: LogisticInputs,
    /** [columns + 1]: the intercept last. */
    readonly weights: Float64Array,
  ) {}

  static from(state: NamedArrays): LogisticRegression {
    const { means, factors, weights, columns } = state;
    if (!(
      means instanceof Float64Array &&
      factors instanceof Float64Array &&
      weights instanceof Float64Array
    ))
      throw new TypeError('the arrays are not those of a logistic regression');
    return new LogisticRegression(unpackNames(columns), { means, factors }, weights);
  }

  logit(row: Float64Array): number {
    checkWidth(row, this.columns);
    let sum = this.intercept;
    for (let column = 0; column < row.length; column++) sum += this.part(row, column);
    return sum;
  }

  /** Beside the mean row. */
  explain(row: Float64Array): Explained {
    return {
      logit: this.logit(row),
      base: this.intercept,
      contributions: row.map((_, column) => this.part(row, column)),
    };
  }

  state(): NamedArrays {
    return { ...this.inputs, weights: this.weights, columns: packNames(this.columns) };
  }

  private get intercept(): number {
    return this.weights[this.columns.length] ?? 0;
  }

  private part(row: Float64Array, column: number): number {
    return (this.weights[column] ?? 0) * logisticInput(this.inputs, column, row[column] ?? NaN);
  }
}
