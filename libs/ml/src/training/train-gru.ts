import type { Tensor2D, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import { Gru } from '../models/gru.ts';
import type { Progress } from '../progress.ts';
import type { Random } from '../random.ts';
import { buildCorpus } from '../sequences/corpus.ts';
import type { InteractionSequence } from '../sequences/history.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { Adam } from './adam.ts';
import { attentionBatches, type AttentionBatch } from './attention-batches.ts';
import { gruLoss, gruStates, type GruLoss, type GruVariables } from './gru-loss.ts';
import { LazyRows } from './lazy-rows.ts';
import { NegativeSampler } from './negative-sampler.ts';

export interface GruConfig {
  /** Of item vectors and of the state. */
  readonly dimension: number;
  readonly historyMost: number;
  readonly epochs: number;
  /** Ends the last epoch early: bounds the time on a slow backend. */
  readonly stepsMost: number;
  readonly batchPositions: number;
  /** Wrong answers beside those of the batch, drawn by (count + 1)^alpha. */
  readonly samples: number;
  readonly alpha: number;
  readonly learningRate: number;
  /** Share of the input vectors' numbers left out in a step. */
  readonly dropout: number;
  readonly loss: GruLoss;
  /** Whether an item goes in as the same vector that it is scored with ("constrained embedding"). */
  readonly tables: 'tied' | 'separate';
}

export interface GruTraining {
  readonly tf: TensorFlow;
  readonly sequences: readonly InteractionSequence[];
  readonly itemCount: number;
  readonly config: GruConfig;
  readonly random: Random;
  readonly progress?: Progress;
  readonly signal?: AbortSignal | undefined;
}

const ADAM = { beta1: 0.9, beta2: 0.98, weightDecay: 0 };
const LEARNING_RATE_END = 0.05;
/** The event loop gets its turn this often. */
const YIELD_EVERY_STEPS = 10;

/** The tables of item vectors in plain arrays, inputs after outputs where they are two; the layer as tensors. */
interface Learner {
  readonly rows: LazyRows;
  readonly variables: GruVariables;
  readonly adam: Adam;
  readonly sampler: NegativeSampler;
}

/**
 * Trains GRU4Rec (Hidasi and Karatzoglou 2018) on all prefixes of all sequences. Deterministic by seed on one backend.
 * Leaves no tensors behind. Throws the signal's reason when it is aborted.
 */
export async function trainGru(training: GruTraining): Promise<Gru> {
  const { tf, config, random, sequences, itemCount } = training;
  const width = config.dimension + 1;
  const tables = config.tables === 'tied' ? 1 : 2;
  const rows = new LazyRows(rowStart(tables * itemCount, width, random), width, ADAM);
  const variables = createVariables(training);
  const all = Object.values(variables) as Variable[];
  const adam = new Adam(tf, all, ADAM);
  const sampler = new NegativeSampler(buildCorpus(sequences, itemCount).counts, config.alpha);
  try {
    await descend(training, { rows, variables, adam, sampler });
    return toModel(training, rows.values, variables);
  } finally {
    adam.dispose();
    tf.dispose(all);
  }
}

async function descend(training: GruTraining, learner: Learner): Promise<void> {
  const { tf, sequences, config, random, progress, signal } = training;
  const epochOf = () =>
    attentionBatches(
      sequences,
      { historyMost: config.historyMost, positions: config.batchPositions },
      random,
    );
  const stepsPlanned = Math.min(config.stepsMost, config.epochs * epochOf().length);
  for (let step = 0; step < stepsPlanned;) {
    for (const batch of epochOf().slice(0, stepsPlanned - step)) {
      signal?.throwIfAborted();
      const rate = config.learningRate * (1 - (1 - LEARNING_RATE_END) * (step / stepsPlanned));
      trainStep(training, learner, batch, rate);
      step++;
      if (step % YIELD_EVERY_STEPS !== 0) continue;
      progress?.('gru', step / stepsPlanned);
      await tf.nextFrame();
    }
  }
}

function trainStep(
  { tf, config, random, itemCount }: GruTraining,
  { rows, variables, adam, sampler }: Learner,
  batch: AttentionBatch,
  rate: number,
): void {
  const { dimension: d, dropout } = config;
  const { size, length } = batch;
  const positions = size * length;
  const samples = sampler.draw(config.samples, random).items;
  const targets = byStep(batch);
  const inputs = config.tables === 'tied' ? batch.inputs : batch.inputs.map((item) => itemCount + item);
  const wanted = new Int32Array(2 * positions + samples.length);
  wanted.set(inputs);
  wanted.set(targets, positions);
  wanted.set(samples, 2 * positions);
  const taken = rows.take(wanted);
  const kept = Float32Array.from({ length: positions * d }, () =>
    random.next() < dropout ? 0 : 1 / (1 - dropout),
  );
  const isRight = rightAnswers(targets, samples, size);
  const touched = tf.tidy(() =>
    tf.variable(tf.tensor2d(rows.gather(taken.rows), [taken.rows.length, d + 1])),
  );
  const loss = () => {
    const vectors = tf.gather<Tensor2D>(touched as unknown as Tensor2D, tf.tensor1d(taken.places, 'int32'));
    const entering = tf.reshape(tf.slice(vectors, [0, 0], [positions, d]), [size, length, d]);
    const dropped = tf.mul(entering, tf.tensor3d(kept, [size, length, d])) as Tensor3D;
    const answers = {
      targets: tf.slice(vectors, [positions, 0], [positions, d + 1]),
      samples: tf.slice(vectors, [2 * positions, 0], [samples.length, d + 1]),
      isRight: tf.tensor3d(isRight, [length, size, size + samples.length]),
    };
    return gruLoss(tf, gruStates(tf, variables, dropped), answers, config.loss);
  };
  try {
    adam.minimise(() => tf.tidy(loss), rate, {
      variable: touched,
      take: (gradient) => rows.step(taken.rows, gradient, rate),
    });
  } finally {
    touched.dispose();
  }
}

/** The targets of a batch with the steps outside: [B x T] -> [T x B]. */
function byStep({ size, length, targets }: AttentionBatch): Int32Array {
  return Int32Array.from(targets, (_, at) => targets[(at % size) * length + Math.floor(at / size)] ?? 0);
}

/** 1 where a target of the same step, or a sample, is the very target it is held against: [T x B x (B + N)]. */
function rightAnswers(targets: Int32Array, samples: Int32Array, size: number): Float32Array {
  const width = size + samples.length;
  const isRight = new Float32Array(targets.length * width);
  for (const [at, target] of targets.entries()) {
    const step = at - (at % size);
    for (let i = 0; i < size; i++) if (targets[step + i] === target) isRight[at * width + i] = 1;
    for (const [i, sample] of samples.entries()) if (sample === target) isRight[at * width + size + i] = 1;
  }
  return isRight;
}

/** Item vectors of length about 1, and biases of 0. */
function rowStart(count: number, width: number, random: Random): Float32Array {
  return Float32Array.from({ length: count * width }, (_, at) =>
    at % width === width - 1 ? 0 : random.normal() / Math.sqrt(width - 1),
  );
}

function createVariables({ tf, config, random }: GruTraining): GruVariables {
  const d = config.dimension;
  // Glorot's deviation for a square part, as GRU4Rec starts.
  const variable = (columns: number): Variable =>
    tf.tidy(() =>
      tf.variable(
        tf.tensor2d(
          Float32Array.from({ length: d * columns }, () => random.normal() / Math.sqrt(d)),
          [d, columns],
        ),
      ),
    );
  return {
    inputWeights: variable(3 * d),
    bias: tf.tidy(() => tf.variable(tf.zeros([3 * d]))),
    gateWeights: variable(2 * d),
    candidateWeights: variable(d),
  };
}

function toModel({ itemCount, config }: GruTraining, rows: Float32Array, variables: GruVariables): Gru {
  const values = (variable: Variable): Float32Array => Float32Array.from(variable.dataSync<'float32'>());
  const outputs = rows.slice(0, itemCount * (config.dimension + 1));
  return new Gru({
    dimension: config.dimension,
    historyMost: config.historyMost,
    outputs,
    inputs: config.tables === 'tied' ? outputs : rows.slice(outputs.length),
    inputWeights: values(variables.inputWeights),
    bias: values(variables.bias),
    gateWeights: values(variables.gateWeights),
    candidateWeights: values(variables.candidateWeights),
  });
}
