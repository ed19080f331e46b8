import type { Progress } from '../../progress.ts';
import type { Random } from '../../random.ts';
import type { Classifier } from '../classifier.ts';
import { countClasses, type LabelledMatrix } from '../labelled-matrix.ts';
import { Ensemble, type EnsembleMember } from './ensemble.ts';

export interface MemberTraining {
  readonly data: LabelledMatrix;
  readonly random: Random;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
}

/** Trains one member of an ensemble. */
export type TrainMember = (training: MemberTraining) => Promise<Classifier>;

export interface PlannedMember {
  readonly train: TrainMember;
  /** How much its probability counts beside those of the others; above 0. */
  readonly weight: number;
}

export interface EnsembleTraining {
  readonly data: LabelledMatrix;
  readonly members: readonly PlannedMember[];
  readonly random: Random;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/** Several classifiers trained on the same rows; their probabilities are averaged. Throws RangeError as trainBoosting. */
export async function trainEnsemble(training: EnsembleTraining): Promise<Ensemble> {
  const { data, members, random, progress, signal } = training;
  countClasses(data);
  const total = members.reduce((sum, { weight }) => sum + weight, 0);
  const trained: EnsembleMember[] = [];
  for (const { train, weight } of members) {
    const model = await train({
      data,
      random,
      progress: (stage, share) => progress?.(stage, (trained.length + share) / members.length),
      signal,
    });
    trained.push({ model, weight: weight / total });
  }
  return new Ensemble(trained);
}
