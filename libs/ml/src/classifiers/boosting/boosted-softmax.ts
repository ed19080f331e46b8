import type { NamedArrays } from '../../artifact/arrays.ts';
import { checkWidth } from '../check-width.ts';
import type { Explained } from '../classifier.ts';
import { packNames, unpackNames } from '../column-names.ts';
import type { MultiClassClassifier } from '../multi-class-classifier.ts';
import { TreeContributions } from '../trees/tree-contributions.ts';
import { Trees } from '../trees/trees.ts';

/** Boosted trees for several classes: the trees of each class stand together, as many for each. */
export class BoostedSoftmax implements MultiClassClassifier {
  readonly name = 'boosting';
  readonly classCount: number;
  private readonly treesPerClass: number;
  private readonly contributions: readonly TreeContributions[];

  constructor(
    readonly columns: readonly string[],
    /** [classes] */
    private readonly start: Float64Array,
    readonly trees: Trees,
  ) {
    this.classCount = start.length;
    this.treesPerClass = trees.count / start.length;
    this.contributions = Array.from(
      start,
      (_, i) => new TreeContributions(trees, columns.length, this.firstTree(i), this.firstTree(i + 1)),
    );
  }

  static from(state: NamedArrays): BoostedSoftmax {
    const start = state['start'];
    if (!(start instanceof Float64Array)) throw new TypeError('no scores to begin with');
    return new BoostedSoftmax(unpackNames(state['columns']), start, Trees.from(state));
  }

  logits(row: Float64Array): Float64Array {
    checkWidth(row, this.columns);
    return this.start.map(
      (start, i) => start + this.trees.sum(row, this.firstTree(i), this.firstTree(i + 1)),
    );
  }

  /** Shapley values of the columns. */
  explain(row: Float64Array, ofClass: number): Explained {
    const contributions = this.contributions[ofClass];
    if (contributions === undefined)
      throw new RangeError(`class ${ofClass}, the last is ${this.classCount - 1}`);
    return {
      logit: this.logits(row)[ofClass] ?? NaN,
      base: (this.start[ofClass] ?? 0) + contributions.expected,
      contributions: contributions.of(row),
    };
  }

  state(): NamedArrays {
    return { ...this.trees.state(), start: this.start, columns: packNames(this.columns) };
  }

  private firstTree(ofClass: number): number {
    return ofClass * this.treesPerClass;
  }
}
