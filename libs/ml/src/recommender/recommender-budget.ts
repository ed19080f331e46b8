import type { BlendConfig } from '../training/train-blend.ts';
import type { AttentionConfig } from '../training/train-attention.ts';
import type { Backend } from '../tensorflow/open-tensorflow.ts';

/** What a training run may spend. Set for a catalogue of some thousand items in under a minute on two cores. */
export interface RecommenderTrainingBudget {
  readonly attention: AttentionConfig;
  readonly blend: BlendConfig;
  /** Visits the blend is fitted on, and visits models are compared on; of each task. */
  readonly fittingQueriesMost: number;
  readonly heldOutQueriesMost: number;
}

/** Of each task: the standard error of recall@20 is then about half a point. */
export const HELD_OUT_QUERIES_MOST = 800;

const NATIVE: RecommenderTrainingBudget = {
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
  fittingQueriesMost: 1_200,
  heldOutQueriesMost: HELD_OUT_QUERIES_MOST,
};

/** WebAssembly and plain JavaScript train about 20 times slower: a smaller model and fewer steps. */
const SLOW: RecommenderTrainingBudget = {
  ...NATIVE,
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
  fittingQueriesMost: 800,
};

/** The budget for a backend: the same catalogue takes about the same time. */
export function recommenderBudget(backend: Backend): RecommenderTrainingBudget {
  return backend === 'wasm' || backend === 'cpu' ? SLOW : NATIVE;
}
