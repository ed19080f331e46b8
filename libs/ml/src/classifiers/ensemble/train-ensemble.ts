import { kFold } from '../../evaluation/k-fold.ts';
import type { Progress } from '../../progress.ts';
import type { Random } from '../../random.ts';
import type { Classifier } from '../classifier.ts';
import { countClasses, type LabelledMatrix } from '../labelled-matrix.ts';
import { pickRows } from '../pick-rows.ts';
import { scoreMatrix } from '../score-matrix.ts';
import { Ensemble } from './ensemble.ts';
import { stack } from './stack.ts';

export interface MemberTraining {
  readonly data: LabelledMatrix;
  readonly random: Random;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
}

/** Trains one member of an ensemble. */
export type TrainMember = (training: MemberTraining) => Promise<Classifier>;

export interface EnsembleTraining {
  readonly data: LabelledMatrix;
  readonly members: readonly TrainMember[];
  /** Parts of the rows, each scored by members that learnt from the others, to choose the weights. */
  readonly folds?: number;
  readonly random: Random;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

const FOLDS = 2;

/**
 * Several classifiers, weighted by how well they score rows they did not learn from. Throws RangeError as trainBoosting, and when a
 * class has fewer rows than there are folds.
 */
export async function trainEnsemble(training: EnsembleTraining): Promise<Ensemble> {
  const { data, members, folds = FOLDS, random, progress, signal } = training;
  const least = Math.min(...countClasses(data));
  if (least < folds) throw new RangeError(`${least} rows of a class, ${folds} are needed`);
  const labels = Array.from(data.labels, (label) => label === 1);
  const logits = members.map(() => new Float64Array(labels.length));
  const runs = members.length * (folds + 1);
  let done = 0;
  const run = async (train: TrainMember, rows: LabelledMatrix): Promise<Classifier> => {
    const model = await train({
      data: rows,
      random,
      progress: (stage, share) => progress?.(stage, (done + share) / runs),
      signal,
    });
    done++;
    return model;
  };
  for (const fold of kFold(labels.length, folds, random, labels)) {
    const [train, test] = [pickRows(data, fold.train), pickRows(data, fold.test)];
    for (const [i, member] of members.entries()) {
      const scores = scoreMatrix(await run(member, train), test.matrix);
      for (const [at, row] of fold.test.entries()) logits[i]?.fill(scores[at] ?? 0, row, row + 1);
    }
  }
  const { weights, intercept } = stack(logits, data.labels);
  const trained: { model: Classifier; weight: number }[] = [];
  for (const [i, member] of members.entries())
    trained.push({ model: await run(member, data), weight: weights[i] ?? 0 });
  return new Ensemble(trained, intercept);
}
