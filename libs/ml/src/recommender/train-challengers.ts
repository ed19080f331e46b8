import type { ChallengerName, Recommender } from '../models/recommender.ts';
import type { Progress } from '../progress.ts';
import { Random } from '../random.ts';
import type { InteractionSequence } from '../sequences/history.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { trainGru } from '../training/train-gru.ts';
import { trainSelfAttention } from '../training/train-self-attention.ts';
import type { RecommenderTrainingBudget } from './recommender-budget.ts';

export interface ChallengersOptions {
  readonly tf: TensorFlow;
  readonly sequences: readonly InteractionSequence[];
  readonly itemCount: number;
  readonly budget: Pick<RecommenderTrainingBudget, 'challengers' | 'gru' | 'selfAttention'>;
  /** Each draws chance of its own from it: what is served does not depend on what it is compared with. */
  readonly seed: number;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
}

/** Models that stand in the table of evaluations beside what is served; those that the budget names. */
export async function trainChallengers(options: ChallengersOptions): Promise<readonly Recommender[]> {
  const trained: Recommender[] = [];
  for (const name of options.budget.challengers) trained.push(await trainChallenger(name, options));
  return trained;
}

function trainChallenger(name: ChallengerName, options: ChallengersOptions): Promise<Recommender> {
  const { budget, seed, ...shared } = options;
  const training = { ...shared, random: new Random(seed) };
  switch (name) {
    case 'gru':
      return trainGru({ ...training, config: budget.gru });
    case 'self-attention':
      return trainSelfAttention({ ...training, config: budget.selfAttention });
  }
}
