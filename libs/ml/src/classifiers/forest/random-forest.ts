import type { NamedArrays } from '../../artifact/arrays.ts';
import { checkWidth } from '../check-width.ts';
import type { Classifier, Explained } from '../classifier.ts';
import { packNames, unpackNames } from '../column-names.ts';
import { TreeContributions } from '../trees/tree-contributions.ts';
import { Trees } from '../trees/trees.ts';

/** A share of 0 or 1 is not certain: it is as if half a row in each class had been seen beside so many. */
const logOdds = (share: number, rows: number): number => {
  const bounded = (share * rows + 0.5) / (rows + 1);
  return Math.log(bounded / (1 - bounded));
};

/** Trees whose leaves hold the share of positive rows; their mean is the probability. */
export class RandomForest implements Classifier {
  private readonly contributions: TreeContributions;

  constructor(
    readonly name: string,
    readonly columns: readonly string[],
    /** Rows it was trained on. */
    private readonly rows: number,
    /** Leaf values: shares divided by the number of trees, so that they add up to the mean. */
    private readonly trees: Trees,
  ) {
    this.contributions = new TreeContributions(trees, columns.length);
  }

  static from(state: NamedArrays): RandomForest {
    const [name = ''] = unpackNames(state['name']);
    const rows = state['rows']?.[0] ?? 0;
    return new RandomForest(name, unpackNames(state['columns']), rows, Trees.from(state));
  }

  logit(row: Float64Array): number {
    checkWidth(row, this.columns);
    return logOdds(this.trees.sum(row), this.rows);
  }

  /**
   * Shapley values of the probability, all stretched alike so that they add up in log-odds: by the slope of the line
   * between what all rows get on average and what this one gets.
   */
  explain(row: Float64Array): Explained {
    const logit = this.logit(row);
    const [share, expected] = [this.trees.sum(row), this.contributions.expected];
    const base = logOdds(expected, this.rows);
    const difference = share - expected;
    const slope =
      Math.abs(difference) > 1e-9 ? (logit - base) / difference : 1 / Math.max(1e-9, share * (1 - share));
    return { logit, base, contributions: this.contributions.of(row).map((part) => part * slope) };
  }

  state(): NamedArrays {
    return {
      ...this.trees.state(),
      rows: Float64Array.of(this.rows),
      columns: packNames(this.columns),
      name: packNames([this.name]),
    };
  }
}
