import type { Recommender } from '../models/recommender.ts';
import type { Progress } from '../progress.ts';
import type { Random } from '../random.ts';
import type { InteractionSequence } from '../sequences/history.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { trainSelfAttention } from '../training/train-self-attention.ts';
import type { RecommenderTrainingBudget } from './recommender-budget.ts';

export interface ChallengersOptions {
  readonly tf: TensorFlow;
  readonly sequences: readonly InteractionSequence[];
  readonly itemCount: number;
  readonly budget: Pick<RecommenderTrainingBudget, 'selfAttention'>;
  readonly random: Random;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
}

/** Models that stand in the table to be compared with, and are not served; none where the budget gives them no epochs. */
export async function trainChallengers(options: ChallengersOptions): Promise<readonly Recommender[]> {
  const { budget, ...training } = options;
  if (budget.selfAttention.epochs === 0) return [];
  return [await trainSelfAttention({ ...training, config: budget.selfAttention })];
}
