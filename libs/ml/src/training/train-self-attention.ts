import { SelfAttention } from '../models/self-attention.ts';
import {
  selfAttentionFrom,
  selfAttentionShapes,
  type SelfAttentionShapes,
} from '../models/self-attention-weights.ts';
import type { Progress } from '../progress.ts';
import type { Random } from '../random.ts';
import { buildCorpus } from '../sequences/corpus.ts';
import type { InteractionSequence } from '../sequences/history.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { DropoutMasks } from './dropout-masks.ts';
import { correctedRate } from './flat-adam.ts';
import { NegativeSampler } from './negative-sampler.ts';
import { packedBatches, type PackedBatch } from './packed-batches.ts';
import type { SequenceLoss } from './self-attention-loss.ts';
import { dropoutSites } from './self-attention-network.ts';
import {
  SELF_ATTENTION_ADAM,
  SelfAttentionLearner,
  type SelfAttentionInputs,
} from './self-attention-step.ts';

export interface SelfAttentionConfig {
  readonly dimension: number;
  readonly blocks: number;
  /** Divides the dimension. */
  readonly heads: number;
  /** Longest history; a row of a batch has as many positions. */
  readonly historyMost: number;
  /** Rows of a batch; a row holds as many short sequences as go in. */
  readonly batchRows: number;
  readonly dropout: number;
  readonly loss: SequenceLoss;
  /** 0: no model. */
  readonly epochs: number;
  /** Ends the last epoch early: bounds the time on a slow backend. */
  readonly stepsMost: number;
  readonly learningRate: number;
}

export interface SelfAttentionTraining {
  readonly tf: TensorFlow;
  readonly sequences: readonly InteractionSequence[];
  readonly itemCount: number;
  readonly config: SelfAttentionConfig;
  readonly random: Random;
  readonly progress?: Progress;
  readonly signal?: AbortSignal | undefined;
}

/** The loss is looked at, and the event loop gets its turn, this often: looking waits for the backend. */
const LOOK_EVERY_STEPS = 10;
const WEIGHT_DEVIATION = 0.02;

/**
 * Trains self-attention on all prefixes of all sequences. Deterministic by seed on one backend. Leaves no tensors
 * behind. Throws RangeError on heads that do not divide the dimension, the signal's reason when it is aborted, and Error
 * when the loss stops being a number.
 */
export async function trainSelfAttention(training: SelfAttentionTraining): Promise<SelfAttention> {
  const { tf, config, random } = training;
  const { dimension, blocks, heads, historyMost, batchRows } = config;
  if (dimension % heads !== 0) throw new RangeError(`heads ${heads} must divide dimension ${dimension}`);
  const shapes = selfAttentionShapes({ ...config, itemCount: training.itemCount });
  const rows = Math.min(
    batchRows,
    Math.max(1, packedBatches(training.sequences, { batch: 1, length: historyMost }, random).length),
  );
  const size = { batch: rows, length: historyMost, dimension, heads, blocks };
  const learner = new SelfAttentionLearner(tf, { shapes, size, loss: config.loss }, startOf(random));
  try {
    await descend(training, learner, rows);
    training.progress?.('self-attention', 1);
    return toModel(learner, shapes, heads);
  } finally {
    learner.dispose();
  }
}

async function descend(
  training: SelfAttentionTraining,
  learner: SelfAttentionLearner,
  rows: number,
): Promise<void> {
  const { tf, sequences, config, random, progress, signal } = training;
  const size = { batch: rows, length: config.historyMost };
  const inputsOf = inputMaker(training, rows);
  const perEpoch = packedBatches(sequences, size, random).length;
  const planned = Math.min(config.stepsMost, config.epochs * perEpoch);
  let step = 0;
  for (let epoch = 1; step < planned; epoch++) {
    for (const batch of packedBatches(sequences, size, random).slice(0, planned - step)) {
      signal?.throwIfAborted();
      const inputs = inputsOf(batch, ++step);
      const loss = learner.step(inputs);
      tf.dispose(Object.values(inputs));
      const isLooked = step % LOOK_EVERY_STEPS === 0 || step === planned;
      const value = isLooked ? loss.dataSync()[0] : 0;
      loss.dispose();
      if (!Number.isFinite(value)) throw new Error(`training diverged: the loss of step ${step} is ${value}`);
      if (!isLooked) continue;
      progress?.(`self-attention epoch ${epoch}/${config.epochs}`, step / planned);
      await tf.nextFrame();
    }
  }
}

/** Makes tensors of a batch: what is drawn for it too. */
function inputMaker({ tf, sequences, itemCount, config, random }: SelfAttentionTraining, rows: number) {
  const { historyMost, dimension, blocks, loss } = config;
  const positions = rows * historyMost;
  const sites = dropoutSites(blocks);
  const masks =
    config.dropout === 0
      ? undefined
      : new DropoutMasks(sites * positions * dimension, config.dropout, random);
  const sampler = samplerOf(loss, () => buildCorpus(sequences, itemCount).counts);
  return (batch: PackedBatch, step: number): SelfAttentionInputs => {
    const grid = (values: Int32Array) => tf.tensor2d(values, [rows, historyMost], 'int32');
    const drawn = loss.name === 'cross-entropy' ? undefined : sampler?.draw(loss.negatives, random);
    return {
      items: grid(batch.items),
      places: grid(batch.places),
      segments: grid(batch.segments),
      targets: tf.tensor1d(batch.targets, 'int32'),
      weights: tf.tensor1d(batch.weights),
      rate: tf.scalar(correctedRate(config.learningRate, step, SELF_ATTENTION_ADAM)),
      ...(masks === undefined ? {} : { dropout: tf.tensor3d(masks.next(), [sites, positions, dimension]) }),
      ...(drawn === undefined
        ? {}
        : { negatives: tf.tensor1d(drawn.items, 'int32'), logExpected: tf.tensor1d(drawn.logExpected) }),
    };
  };
}

/** gBCE is derived for wrong answers drawn evenly. */
function samplerOf(loss: SequenceLoss, counts: () => Float64Array): NegativeSampler | undefined {
  switch (loss.name) {
    case 'cross-entropy':
      return undefined;
    case 'sampled':
      return new NegativeSampler(counts());
    case 'gbce':
      return new NegativeSampler(new Float64Array(counts().length));
  }
}

/** Gains of layer norms start at 1, biases at 0, all else small and random. */
const startOf =
  (random: Random) =>
  (name: string, length: number): Float32Array => {
    if (/gain$/i.test(name)) return new Float32Array(length).fill(1);
    if (/bias$/i.test(name)) return new Float32Array(length);
    return Float32Array.from({ length }, () => WEIGHT_DEVIATION * random.normal());
  };

function toModel(learner: SelfAttentionLearner, shapes: SelfAttentionShapes, heads: number): SelfAttention {
  const weights = learner.read();
  const arrays = Object.keys(shapes).map((name) => [name, weights.get(name) ?? new Float32Array(0)] as const);
  return new SelfAttention(selfAttentionFrom({ heads: Int32Array.of(heads), ...Object.fromEntries(arrays) }));
}
