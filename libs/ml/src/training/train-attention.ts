import type { Variable } from '@tensorflow/tfjs-core';
import { AttentionPooling } from '../models/attention-pooling.ts';
import type { Progress } from '../progress.ts';
import type { Random } from '../random.ts';
import { buildCorpus } from '../sequences/corpus.ts';
import { buildInvertedFile, INDEXED_MIN } from '../retrieval/inverted-file.ts';
import type { InteractionSequence } from '../sequences/history.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { Adam } from './adam.ts';
import { attentionBatches, type AttentionBatch } from './attention-batches.ts';
import { attentionLoss, type AttentionVariables } from './attention-loss.ts';
import { normalisedCoOccurrence } from './co-occurrence.ts';
import { eigenvectorStart, normalise } from './eigenvectors.ts';
import { NegativeSampler } from './negative-sampler.ts';

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
  readonly random: Random;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
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
  const { tf, config, progress } = training;
  const variables = createVariables(training);
  const all = Object.values(variables) as Variable[];
  const adam = new Adam(tf, all, ADAM);
  try {
    await descend(training, variables, adam);
    progress?.('attention', 1);
    return toModel(variables, config, training.random);
  } finally {
    adam.dispose();
    tf.dispose(all);
  }
}

async function descend(
  training: AttentionTraining,
  variables: AttentionVariables,
  adam: Adam,
): Promise<void> {
  const { tf, sequences, itemCount, config, random, progress, signal } = training;
  const sampler = new NegativeSampler(buildCorpus(sequences, itemCount).counts);
  const stepsPlanned = Math.min(
    config.stepsMost,
    config.epochs * attentionBatches(sequences, batchConfig(config), random).length,
  );
  let [step, lossBefore] = [0, Infinity];
  for (let epoch = 1; epoch <= config.epochs && step < stepsPlanned; epoch++) {
    const batches = attentionBatches(sequences, batchConfig(config), random).slice(0, stepsPlanned - step);
    let lossSum = 0;
    for (const batch of batches) {
      signal?.throwIfAborted();
      lossSum += trainStep(training, variables, adam, {
        batch,
        sampler,
        rate: learningRate(step, stepsPlanned, config),
      });
      step++;
      if (step % YIELD_EVERY_STEPS !== 0) continue;
      progress?.(`attention epoch ${epoch}/${config.epochs}`, step / stepsPlanned);
      await tf.nextFrame();
    }
    const loss = lossSum / Math.max(1, batches.length);
    if (loss > lossBefore * (1 - LOSS_GAIN_LEAST)) return;
    lossBefore = loss;
  }
}

function trainStep(
  { tf, config, random }: AttentionTraining,
  variables: AttentionVariables,
  adam: Adam,
  {
    batch,
    sampler,
    rate,
  }: { readonly batch: AttentionBatch; readonly sampler: NegativeSampler; readonly rate: number },
): number {
  const negatives = sampler.draw(config.negatives, random);
  const kept = Float32Array.from({ length: batch.inputs.length * config.dimension }, () =>
    random.next() < config.dropout ? 0 : 1 / (1 - config.dropout),
  );
  const shape: [number, number, number] = [batch.size, batch.length, config.dimension];
  return adam.minimise(
    () => tf.tidy(() => attentionLoss(tf, variables, batch, negatives, tf.tensor3d(kept, shape))),
    rate,
  );
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

function createVariables({
  tf,
  sequences,
  itemCount,
  config,
  random,
}: AttentionTraining): AttentionVariables {
  const { dimension: d, historyMost } = config;
  const normal = (length: number, deviation: number) =>
    Float32Array.from({ length }, () => deviation * random.normal());
  const items =
    config.start === 'eigenvectors'
      ? eigenvectorStart(normalisedCoOccurrence(buildCorpus(sequences, itemCount)), d, random)
      : normal(itemCount * d, 1 / Math.sqrt(d));
  const variable = (values: Float32Array, shape: number[]): Variable =>
    tf.tidy(() => tf.variable(tf.tensor(values, shape)));
  const usual = 1 / Math.sqrt(d);
  return {
    items: variable(items, [itemCount, d]),
    queryWeights: variable(normal(d * d, usual), [d, d]),
    keyWeights: variable(normal(d * d, usual), [d, d]),
    energy: variable(normal(d, usual), [d]),
    distanceVectors: variable(normal(historyMost * d, 0.1 * usual), [historyMost, d]),
    distanceBias: variable(
      Float32Array.from({ length: historyMost }, (_, i) => -0.3 * i),
      [historyMost],
    ),
    output: variable(outputStart(d, normal(2 * d * d, 0.3 / Math.sqrt(2 * d))), [2 * d, d]),
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

function toModel(variables: AttentionVariables, config: AttentionConfig, random: Random): AttentionPooling {
  const values = (variable: Variable): Float32Array => Float32Array.from(variable.dataSync<'float32'>());
  const items = values(variables.items);
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
