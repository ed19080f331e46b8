import type { NamedArrays } from '../../artifact/arrays.ts';
import { logistic } from '../calibration/calibration.ts';
import { checkWidth } from '../check-width.ts';
import type { Classifier, Explained } from '../classifier.ts';
import { classifierFrom } from '../classifier-from.ts';
import { packNames, unpackNames } from '../column-names.ts';

export interface EnsembleMember {
  readonly model: Classifier;
  /** Its share of the probability, beside those of the others; they add up to 1. */
  readonly weight: number;
}

/** The weighted mean of the probabilities of several classifiers (a linear opinion pool), as log-odds. */
export class Ensemble implements Classifier {
  readonly name = 'ensemble';
  readonly columns: readonly string[];

  /** Throws RangeError when the weights do not add up to 1. */
  constructor(readonly members: readonly EnsembleMember[]) {
    const sum = members.reduce((total, { weight }) => total + weight, 0);
    if (Math.abs(sum - 1) > 1e-9) throw new RangeError(`the weights of the members add up to ${sum}, not 1`);
    this.columns = members[0]?.model.columns ?? [];
  }

  /** Throws TypeError on a state without weights, and on one of stacked log-odds, as they were before. */
  static from(state: NamedArrays): Ensemble {
    const weights = state['weights'];
    if (!(weights instanceof Float64Array)) throw new TypeError('an ensemble without weights');
    if (state['intercept'] !== undefined)
      throw new TypeError('an ensemble of stacked log-odds is not read any more: it must be trained again');
    const members = unpackNames(state['members']).map((name, i) => {
      const prefix = `${i}.`;
      const ofMember = Object.entries(state).filter(([key]) => key.startsWith(prefix));
      const unprefixed = ofMember.map(([key, array]) => [key.slice(prefix.length), array] as const);
      return { model: classifierFrom(name, Object.fromEntries(unprefixed)), weight: weights[i] ?? 0 };
    });
    return new Ensemble(members);
  }

  logit(row: Float64Array): number {
    checkWidth(row, this.columns);
    return this.pooled(this.members.map(({ model }) => model.logit(row)));
  }

  /**
   * A member's contributions in log-odds are stretched to what they make of its probability, weighted and added up, and
   * stretched back to the log-odds of the mean: by the slopes of the lines between what all rows get and what this one gets.
   */
  explain(row: Float64Array): Explained {
    const explained = this.members.map(({ model }) => model.explain(row));
    const logit = this.pooled(explained.map((each) => each.logit));
    const base = this.pooled(explained.map((each) => each.base));
    const slope = probabilitySlope(base, logit);
    const contributions = new Float64Array(row.length);
    for (const [member, each] of explained.entries()) {
      const factor = ((this.members[member]?.weight ?? 0) * probabilitySlope(each.base, each.logit)) / slope;
      for (const [i, part] of each.contributions.entries())
        contributions[i] = (contributions[i] ?? 0) + factor * part;
    }
    return { logit, base, contributions };
  }

  state(): NamedArrays {
    const arrays = this.members.flatMap(({ model }, i) =>
      Object.entries(model.state()).map(([key, array]) => [`${i}.${key}`, array] as const),
    );
    return {
      ...Object.fromEntries(arrays),
      members: packNames(this.members.map(({ model }) => model.name)),
      weights: Float64Array.from(this.members, ({ weight }) => weight),
    };
  }

  /** The log-odds of the mean probability of members with these log-odds. */
  private pooled(logits: readonly number[]): number {
    let [positive, negative] = [0, 0];
    for (const [i, { weight }] of this.members.entries()) {
      const logit = logits[i] ?? 0;
      positive += weight * logistic(logit);
      negative += weight * logistic(-logit);
    }
    return Math.log(positive) - Math.log(negative);
  }
}

/** By how much the probability rises for each unit of log-odds between two places. */
function probabilitySlope(from: number, to: number): number {
  if (Math.abs(to - from) < 1e-9) return logistic(to) * logistic(-to);
  // From the nearer end, where a small difference is not lost in rounding.
  const rise = from + to < 0 ? logistic(to) - logistic(from) : logistic(-from) - logistic(-to);
  return rise / (to - from);
}
