import type { TuningBudget } from './search/tune-sources.ts';
import type { BlendConfig } from '../training/train-blend.ts';
import type { AttentionConfig } from '../training/train-attention.ts';
import type { SelfAttentionConfig } from '../training/train-self-attention.ts';
import type { GruConfig } from '../training/train-gru.ts';
import type { ChallengerName } from '../models/recommender.ts';
import type { Backend } from '../tensorflow/open-tensorflow.ts';

/** What a training run may spend. Set for a catalogue of some thousand items in under a minute on two cores. */
export interface RecommenderTrainingBudget {
  readonly tuning: TuningBudget;
  readonly attention: AttentionConfig;
  readonly blend: BlendConfig;
  /** Models to compare beside the sources and the blend; they take their time, and are not served. */
  readonly challengers: readonly ChallengerName[];
  readonly gru: GruConfig;
  readonly selfAttention: SelfAttentionConfig;
  /** Visits the blend is fitted on, and visits models are compared on; of each task. */
  readonly fittingQueriesMost: number;
  readonly heldOutQueriesMost: number;
}

/** Of each task: the standard error of recall@20 is then about half a point. */
export const HELD_OUT_QUERIES_MOST = 800;

const NATIVE: RecommenderTrainingBudget = {
  tuning: { queriesMost: 800, roundsMost: 1 },
  attention: {
    dimension: 64,
    historyMost: 20,
    epochs: 3,
    stepsMost: 160,
    batchPositions: 1024,
    negatives: 512,
    learningRate: 2e-3,
    dropout: 0.2,
    start: 'eigenvectors',
  },
  blend: { hiddenUnits: 64, epochs: 8, queriesPerStep: 32, candidatesMost: 128, learningRate: 3e-3 },
  challengers: [],
  gru: {
    dimension: 64,
    historyMost: 20,
    epochs: 3,
    stepsMost: 160,
    batchPositions: 1024,
    samples: 512,
    alpha: 0.5,
    learningRate: 5e-3,
    dropout: 0.2,
    loss: { name: 'cross-entropy' },
    tables: 'tied',
  },
  selfAttention: {
    dimension: 64,
    blocks: 2,
    heads: 2,
    historyMost: 50,
    batchRows: 64,
    dropout: 0.3,
    loss: { name: 'sampled', negatives: 1_024 },
    epochs: 12,
    stepsMost: Infinity,
    learningRate: 2e-3,
  },
  fittingQueriesMost: 1_200,
  heldOutQueriesMost: HELD_OUT_QUERIES_MOST,
};

/** WebAssembly and plain JavaScript train about 20 times slower: a smaller model and fewer steps. */
const SLOW: RecommenderTrainingBudget = {
  ...NATIVE,
  tuning: { queriesMost: 400, roundsMost: 0 },
  attention: {
    ...NATIVE.attention,
    dimension: 32,
    historyMost: 10,
    epochs: 2,
    stepsMost: 120,
    batchPositions: 512,
    negatives: 256,
  },
  blend: { ...NATIVE.blend, epochs: 5, candidatesMost: 96 },
  gru: {
    ...NATIVE.gru,
    dimension: 32,
    historyMost: 10,
    epochs: 2,
    stepsMost: 120,
    batchPositions: 512,
    samples: 256,
  },
  fittingQueriesMost: 800,
};

/** As good as it gets: minutes to an hour, by the size of the data. */
export const THOROUGH: RecommenderTrainingBudget = {
  tuning: { queriesMost: 3_000, roundsMost: 2 },
  attention: {
    ...NATIVE.attention,
    dimension: 128,
    historyMost: 30,
    epochs: 4,
    stepsMost: Infinity,
    negatives: 2_048,
  },
  blend: { hiddenUnits: 64, epochs: 6, queriesPerStep: 64, candidatesMost: 192, learningRate: 3e-3 },
  challengers: ['gru', 'self-attention'],
  gru: { ...NATIVE.gru, dimension: 128, historyMost: 30, epochs: 8, stepsMost: Infinity, samples: 2_048 },
  selfAttention: NATIVE.selfAttention,
  fittingQueriesMost: 9_000,
  heldOutQueriesMost: 5_000,
};

/** The budget for a backend: the same catalogue takes about the same time. */
export function recommenderBudget(backend: Backend): RecommenderTrainingBudget {
  return backend === 'wasm' || backend === 'cpu' ? SLOW : NATIVE;
}
