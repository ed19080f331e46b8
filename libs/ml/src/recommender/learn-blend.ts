import type { BlendWeights } from '../models/blend-weights.ts';
import { Checkpoints } from '../checkpoint/checkpoints.ts';
import { jsonCodec } from '../checkpoint/json-codec.ts';
import type { Progress } from '../progress.ts';
import type { Random } from '../random.ts';
import { buildCorpus } from '../sequences/corpus.ts';
import type { InteractionSequence } from '../sequences/history.ts';
import type { Query } from '../sequences/queries.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import type { OnEpoch } from '../training/epoch-loss.ts';
import { trainBlend } from '../training/train-blend.ts';
import { fitSources, type FitOptions } from './fit-recommender.ts';
import type { RecommenderTrainingBudget } from './recommender-budget.ts';
import { areRepeatsAnswers } from './search/repeats.ts';
import type { SearchTools } from './search/trial.ts';
import { tuneSources, type TunedSources } from './search/tune-sources.ts';
import type { SourcesConfig } from './sources-config.ts';

export interface LearnBlendOptions {
  readonly tf: TensorFlow;
  /** What the sources count; must not contain the answers of the queries. */
  readonly past: readonly InteractionSequence[];
  readonly queries: readonly Query[];
  readonly itemCount: number;
  readonly attributes?: FitOptions['attributes'];
  readonly budget: RecommenderTrainingBudget;
  readonly random: Random;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
  readonly search?: SearchTools | undefined;
  readonly onEpoch?: OnEpoch | undefined;
  readonly checkpoints?: Checkpoints | undefined;
}

/** All that is chosen by data and kept when the sources are fitted again on more of them. */
export interface LearntBlend {
  readonly config: SourcesConfig;
  readonly search: TunedSources['search'];
  /** Whether items of the history can be answers. */
  readonly repeats: boolean;
  /** Undefined where there were too few queries to learn from. */
  readonly weights: BlendWeights | undefined;
}

/** Chooses the sources' hyper-parameters and fits the blend on queries that the sources have not seen. */
export async function learnBlend(options: LearnBlendOptions): Promise<LearntBlend> {
  const { tf, past, queries, itemCount, budget, random, progress, signal } = options;
  const checkpoints = options.checkpoints ?? new Checkpoints(random);
  const repeats = areRepeatsAnswers(queries);
  progress('choosing hyper-parameters', 0);
  const { config, search } = await checkpoints.stage('hyper-parameters', jsonCodec<TunedSources>(), () =>
    tuneSources({
      corpus: buildCorpus(past, itemCount),
      queries,
      repeats,
      budget: budget.tuning,
      tools: options.search,
    }),
  );
  const { pool } = await fitSources({
    tf,
    sequences: past,
    itemCount,
    attributes: options.attributes,
    config,
    repeats,
    attention: budget.attention,
    random,
    progress: (stage, done) => progress(stage, 0.2 + 0.5 * done),
    signal,
    checkpoint: checkpoints.at('attention of the blend'),
  });
  const weights = await trainBlend({
    tf,
    pool,
    queries,
    config: budget.blend,
    random,
    progress: (stage, done) => progress(stage, 0.7 + 0.3 * done),
    signal,
    onEpoch: options.onEpoch,
  });
  return { config, search, repeats, weights };
}
