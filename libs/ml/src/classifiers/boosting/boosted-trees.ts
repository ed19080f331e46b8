import type { NamedArrays } from '../../artifact/arrays.ts';
import { checkWidth } from '../check-width.ts';
import type { Classifier, Explained } from '../classifier.ts';
import { packNames, unpackNames } from '../column-names.ts';
import { TreeContributions } from '../trees/tree-contributions.ts';
import { Trees } from '../trees/trees.ts';

/** Boosted trees for two classes: log-odds to begin with and what each tree adds. */
export class BoostedTrees implements Classifier {
  readonly name = 'boosting';
  private readonly contributions: TreeContributions;

  constructor(
    readonly columns: readonly string[],
    private readonly start: number,
    readonly trees: Trees,
  ) {
    this.contributions = new TreeContributions(trees, columns.length);
  }

  static from(state: NamedArrays): BoostedTrees {
    return new BoostedTrees(unpackNames(state['columns']), state['start']?.[0] ?? 0, Trees.from(state));
  }

  logit(row: Float64Array): number {
    checkWidth(row, this.columns);
    return this.start + this.trees.sum(row);
  }

  /** Shapley values of the columns. */
  explain(row: Float64Array): Explained {
    return {
      logit: this.logit(row),
      base: this.start + this.contributions.expected,
      contributions: this.contributions.of(row),
    };
  }

  state(): NamedArrays {
    return { ...this.trees.state(), start: Float64Array.of(this.start), columns: packNames(this.columns) };
  }
}
