import type { NamedArrays } from '../../artifact/arrays.ts';
import { checkWidth } from '../check-width.ts';
import type { Classifier, Explained } from '../classifier.ts';
import { classifierFrom } from '../classifier-from.ts';
import { packNames, unpackNames } from '../column-names.ts';

export interface EnsembleMember {
  readonly model: Classifier;
  /** What its log-odds are multiplied by. */
  readonly weight: number;
}

/** The weighted sum of the log-odds of several classifiers, and of what they say in explanation. */
export class Ensemble implements Classifier {
  readonly name = 'ensemble';
  readonly columns: readonly string[];

  constructor(
    readonly members: readonly EnsembleMember[],
    private readonly intercept: number,
  ) {
    this.columns = members[0]?.model.columns ?? [];
  }

  static from(state: NamedArrays): Ensemble {
    const weights = state['weights'];
    if (!(weights instanceof Float64Array)) throw new TypeError('an ensemble without weights');
    const members = unpackNames(state['members']).map((name, i) => {
      const prefix = `${i}.`;
      const ofMember = Object.entries(state).filter(([key]) => key.startsWith(prefix));
      const unprefixed = ofMember.map(([key, array]) => [key.slice(prefix.length), array] as const);
      return { model: classifierFrom(name, Object.fromEntries(unprefixed)), weight: weights[i] ?? 0 };
    });
    return new Ensemble(members, state['intercept']?.[0] ?? 0);
  }

  logit(row: Float64Array): number {
    checkWidth(row, this.columns);
    return this.members.reduce((sum, { model, weight }) => sum + weight * model.logit(row), this.intercept);
  }

  explain(row: Float64Array): Explained {
    const explained = this.members.map(({ model, weight }) => ({ ...model.explain(row), weight }));
    const contributions = new Float64Array(row.length);
    for (const { weight, contributions: ofMember } of explained)
      for (const [i, part] of ofMember.entries()) contributions[i] = (contributions[i] ?? 0) + weight * part;
    return {
      logit: this.logit(row),
      base: explained.reduce((sum, { base, weight }) => sum + weight * base, this.intercept),
      contributions,
    };
  }

  state(): NamedArrays {
    const arrays = this.members.flatMap(({ model }, i) =>
      Object.entries(model.state()).map(([key, array]) => [`${i}.${key}`, array] as const),
    );
    return {
      ...Object.fromEntries(arrays),
      members: packNames(this.members.map(({ model }) => model.name)),
      intercept: Float64Array.of(this.intercept),
      weights: Float64Array.from(this.members, ({ weight }) => weight),
    };
  }
}
