import type { Variable } from '@tensorflow/tfjs-core';
import { kindWeights } from '../models/kind-weights.ts';
import { AttentionPooling } from '../models/attention-pooling.ts';
import type { Checkpoint } from '../checkpoint/checkpoints.ts';
import type { Progress } from '../progress.ts';
import { Random } from '../random.ts';
import { buildCorpus } from '../sequences/corpus.ts';
import { buildInvertedFile, INDEXED_MIN } from '../retrieval/inverted-file.ts';
import type { InteractionSequence } from '../sequences/history.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { Adam } from './adam.ts';
import { attentionCheckpoint, restoreAttention, type Descent } from './attention-checkpoint.ts';
import { attentionBatches, type AttentionBatch } from './attention-batches.ts';
import { attentionLoss, type AttentionVariables } from './attention-loss.ts';
import { normalisedCoOccurrence } from './co-occurrence.ts';
import { eigenvectorStart, normalise } from './eigenvectors.ts';
import type { OnEpoch } from './epoch-loss.ts';
import { LazyRows } from './lazy-rows.ts';
import { NegativeSampler } from './negative-sampler.ts';
import { warmItems, type WarmStart } from './warm-items.ts';

export interface AttentionConfig {
  readonly dimension: number;
  readonly historyMost: number;
  readonly epochs: number;
  /** Ends the last epoch early: bounds the time on a slow backend. */
  readonly stepsMost: number;
  readonly batchPositions: number;
  readonly negatives: number;
  readonly learningRate: number;
  readonly dropout: number;
  /** `random` exists to show what the eigenvectors are worth. */
  readonly start: 'eigenvectors' | 'random';
}

export interface AttentionTraining {
  readonly tf: TensorFlow;
  readonly sequences: readonly InteractionSequence[];
  readonly itemCount: number;
  readonly config: AttentionConfig;
  /** What followed counts by its kind, to this power (see kindWeights); 0 unless given. */
  readonly kindPower?: number;
  readonly random: Random;
  readonly progress?: Progress;
  readonly signal?: AbortSignal | undefined;
  readonly onEpoch?: OnEpoch | undefined;
  /** Kept after each epoch; training goes on from the epoch it was killed in. */
  readonly checkpoint?: Checkpoint | undefined;
  /** Goes on from there, with weights of the config's shape; from `config.start` unless given. */
  readonly warm?: WarmStart | undefined;
}

const WARM_UP_SHARE = 0.03;
const LEARNING_RATE_END = 0.05;
const ADAM = { beta1: 0.9, beta2: 0.98, weightDecay: 0 };
/** Training stops when an epoch's mean loss falls by less than this share. */
const LOSS_GAIN_LEAST = 0.002;
/** The event loop gets its turn this often. */
const YIELD_EVERY_STEPS = 10;

/**
 * Trains attention pooling on all prefixes of all sequences. Deterministic by seed on one backend. Leaves no tensors
 * behind. Throws the signal's reason when it is aborted.
 */
export async function trainAttention(training: AttentionTraining): Promise<AttentionPooling> {
  const { tf, config, progress, itemCount } = training;
  const saved = await training.checkpoint?.load();
  // What is there to be replaced by the saved values takes no part in chance.
  const items = new LazyRows(
    saved === undefined ? itemStart(training) : new Float32Array(itemCount * config.dimension),
    config.dimension,
    ADAM,
  );
  const variables = createVariables(saved === undefined ? training : { ...training, random: new Random(0) });
  const all = Object.values(variables) as Variable[];
  const adam = new Adam(tf, all, ADAM);
  const learner = { items, variables, adam };
  try {
    await descend(
      training,
      learner,
      saved === undefined ? atStart(training) : restoreAttention(learner, saved),
    );
    progress?.('attention', 1);
    return toModel(items.values, variables, training);
  } finally {
    adam.dispose();
    tf.dispose(all);
  }
}

/** What is being trained: the table of item vectors in plain arrays, the layer's weights as tensors. */
interface Learner {
  readonly items: LazyRows;
  readonly variables: LayerVariables;
  readonly adam: Adam;
}
type LayerVariables = Omit<AttentionVariables, 'items'>;

function atStart({ sequences, config, random }: AttentionTraining): Descent {
  const stepsPlanned = Math.min(
    config.stepsMost,
    config.epochs * attentionBatches(sequences, batchConfig(config), random).length,
  );
  return { epoch: 0, step: 0, stepsPlanned, losses: [], isOver: false };
}

async function descend(training: AttentionTraining, learner: Learner, from: Descent): Promise<void> {
  const { tf, sequences, itemCount, config, random, progress, signal, checkpoint } = training;
  const { stepsPlanned } = from;
  const sampler = new NegativeSampler(buildCorpus(sequences, itemCount).counts);
  const losses = [...from.losses];
  for (const [i, loss] of losses.entries()) training.onEpoch?.({ model: 'attention', epoch: i + 1, loss });
  let { step, isOver } = from;
  for (let epoch = from.epoch + 1; !isOver && epoch <= config.epochs && step < stepsPlanned; epoch++) {
    const batches = attentionBatches(sequences, batchConfig(config), random).slice(0, stepsPlanned - step);
    let lossSum = 0;
    for (const batch of batches) {
      signal?.throwIfAborted();
      const rate = learningRate(step, stepsPlanned, config);
      lossSum += trainStep(training, learner, { batch, sampler, rate });
      step++;
      if (step % YIELD_EVERY_STEPS !== 0) continue;
      progress?.(`attention epoch ${epoch}/${config.epochs}`, step / stepsPlanned);
      await tf.nextFrame();
    }
    const loss = lossSum / Math.max(1, batches.length);
    training.onEpoch?.({ model: 'attention', epoch, loss });
    isOver = loss > (losses.at(-1) ?? Infinity) * (1 - LOSS_GAIN_LEAST);
    losses.push(loss);
    await checkpoint?.save(attentionCheckpoint(learner, { epoch, step, stepsPlanned, losses, isOver }));
  }
}

function trainStep(
  { tf, config, random, kindPower = 0 }: AttentionTraining,
  { items, variables, adam }: Learner,
  {
    batch,
    sampler,
    rate,
  }: { readonly batch: AttentionBatch; readonly sampler: NegativeSampler; readonly rate: number },
): number {
  const { dimension, dropout } = config;
  const negatives = sampler.draw(config.negatives, random);
  const positions = batch.inputs.length;
  const { rows, places } = items.take(concatenated(batch.inputs, batch.targets, negatives.items));
  const kept = Float32Array.from({ length: positions * dimension }, () =>
    random.next() < dropout ? 0 : 1 / (1 - dropout),
  );
  const touched = tf.tidy(() => tf.variable(tf.tensor2d(items.gather(rows), [rows.length, dimension])));
  // The batch in places among the touched rows instead of items.
  const local = {
    ...batch,
    inputs: places.subarray(0, positions),
    targets: places.subarray(positions, 2 * positions),
  };
  const wrong = { items: places.subarray(2 * positions), logExpected: negatives.logExpected };
  const shape: [number, number, number] = [batch.size, batch.length, dimension];
  try {
    return adam.minimise(
      () =>
        tf.tidy(() =>
          attentionLoss(
            tf,
            { ...variables, items: touched },
            local,
            wrong,
            tf.tensor3d(kept, shape),
            kindWeights(kindPower),
          ),
        ),
      rate,
      { variable: touched, take: (gradient) => items.step(rows, gradient, rate) },
    );
  } finally {
    touched.dispose();
  }
}

function concatenated(...parts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A short warm-up, then a straight line down to a twentieth. */
function learningRate(step: number, steps: number, { learningRate: top }: AttentionConfig): number {
  const warmUp = Math.max(1, WARM_UP_SHARE * steps);
  if (step < warmUp) return (top * (step + 1)) / (warmUp + 1);
  return top * (1 - (1 - LEARNING_RATE_END) * ((step - warmUp) / Math.max(1, steps - warmUp)));
}

const batchConfig = ({ historyMost, batchPositions }: AttentionConfig) => ({
  historyMost,
  positions: batchPositions,
});

/** Item vectors before training, [items, d]. */
function itemStart({ sequences, itemCount, config, random, warm }: AttentionTraining): Float32Array {
  const { dimension } = config;
  if (warm !== undefined) return warmItems(warm, buildCorpus(sequences, itemCount), random);
  return config.start === 'eigenvectors'
    ? eigenvectorStart(normalisedCoOccurrence(buildCorpus(sequences, itemCount)), dimension, random)
    : Float32Array.from({ length: itemCount * dimension }, () => random.normal() / Math.sqrt(dimension));
}

function createVariables(training: AttentionTraining): LayerVariables {
  const { tf, config, warm } = training;
  const { dimension: d, historyMost } = config;
  const variable = (values: Float32Array, shape: number[]): Variable =>
    tf.tidy(() => tf.variable(tf.tensor(values, shape)));
  const start = warm?.weights ?? layerStart(training);
  return {
    queryWeights: variable(start.queryWeights, [d, d]),
    keyWeights: variable(start.keyWeights, [d, d]),
    energy: variable(start.energy, [d]),
    distanceVectors: variable(start.distanceVectors, [historyMost, d]),
    distanceBias: variable(start.distanceBias, [historyMost]),
    output: variable(start.output, [2 * d, d]),
  };
}

function layerStart({
  config: { dimension: d, historyMost },
  random,
}: AttentionTraining): Record<keyof LayerVariables, Float32Array> {
  const normal = (length: number, deviation: number) =>
    Float32Array.from({ length }, () => deviation * random.normal());
  const usual = 1 / Math.sqrt(d);
  return {
    queryWeights: normal(d * d, usual),
    keyWeights: normal(d * d, usual),
    energy: normal(d, usual),
    distanceVectors: normal(historyMost * d, 0.1 * usual),
    distanceBias: Float32Array.from({ length: historyMost }, (_, i) => -0.3 * i),
    output: outputStart(d, normal(2 * d * d, 0.3 / Math.sqrt(2 * d))),
  };
}

/** Half the pool and 0.7 of the newest item, plus noise: before training the model is a sensible average. */
function outputStart(d: number, noise: Float32Array): Float32Array {
  for (let i = 0; i < d; i++) {
    noise[i * d + i] = (noise[i * d + i] ?? 0) + 0.5;
    noise[(d + i) * d + i] = (noise[(d + i) * d + i] ?? 0) + 0.7;
  }
  return noise;
}

function toModel(
  items: Float32Array,
  variables: LayerVariables,
  { config, random }: AttentionTraining,
): AttentionPooling {
  const values = (variable: Variable): Float32Array => Float32Array.from(variable.dataSync<'float32'>());
  for (let at = 0; at < items.length; at += config.dimension)
    normalise(items.subarray(at, at + config.dimension));
  const weights = {
    dimension: config.dimension,
    historyMost: config.historyMost,
    items,
    queryWeights: values(variables.queryWeights),
    keyWeights: values(variables.keyWeights),
    energy: values(variables.energy),
    distanceVectors: values(variables.distanceVectors),
    distanceBias: values(variables.distanceBias),
    output: values(variables.output),
  };
  const isLarge = items.length / config.dimension >= INDEXED_MIN;
  return new AttentionPooling(
    weights,
    isLarge ? buildInvertedFile(items, config.dimension, random) : undefined,
  );
}
