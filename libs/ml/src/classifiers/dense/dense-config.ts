import type { DescentConfig } from '../../training/descend.ts';

export const DENSE_OPTIMISERS = ['adam', 'momentum', 'sgd'] as const;
export type DenseOptimiser = (typeof DENSE_OPTIMISERS)[number];

export const DENSE_LOSSES = ['cross-entropy', 'squared-error', 'focal'] as const;
export type DenseLoss = (typeof DENSE_LOSSES)[number];

export const CLASS_WEIGHTS = ['none', 'balanced'] as const;
/** `balanced`: a class counts in all as much as any other. It moves probabilities; calibration moves them back. */
export type ClassWeights = (typeof CLASS_WEIGHTS)[number];

export interface DenseConfig extends DescentConfig {
  /** Units of each ReLU layer. */
  readonly hidden: readonly number[];
  readonly optimiser: DenseOptimiser;
  readonly loss: DenseLoss;
  readonly classWeights: ClassWeights;
  /** Gamma of the focal loss (Lin et al. 2017): how much less rows count that are told well already. */
  readonly focusing: number;
  /** Share of the hidden units that a step goes without. */
  readonly dropout: number;
  readonly weightDecay: number;
  /** Share of the rows whose log loss decides when to stop; training never sees them. */
  readonly validationShare: number;
}

const LEARNING_RATES: Readonly<Record<DenseOptimiser, number>> = { adam: 3e-3, momentum: 3e-2, sgd: 0.2 };

/** Settings for any table of so many rows. */
export function denseConfig(rows: number, over: Partial<DenseConfig> = {}): DenseConfig {
  const optimiser = over.optimiser ?? 'adam';
  return {
    hidden: [64],
    optimiser,
    loss: 'cross-entropy',
    classWeights: 'none',
    focusing: 2,
    dropout: 0.1,
    weightDecay: 1e-3,
    validationShare: 0.1,
    epochs: 40,
    patience: 6,
    // About two hundred steps an epoch, within what learns well and what is quick.
    batchSize: 2 ** Math.round(Math.log2(Math.max(32, Math.min(1_024, rows / 200)))),
    learningRate: LEARNING_RATES[optimiser],
    ...over,
  };
}
