import type { Rank, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import type { BlendCandidates } from '../models/blend.ts';
import { BlendWeights, FEATURE_MOST } from '../models/blend-weights.ts';
import { fitZScore } from '../preprocessing/scaler.ts';
import type { Progress } from '../progress.ts';
import type { Random } from '../random.ts';
import type { Query } from '../sequences/queries.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { Adam } from './adam.ts';
import type { OnEpoch } from './epoch-loss.ts';

export interface BlendConfig {
  readonly hiddenUnits: number;
  readonly epochs: number;
  readonly queriesPerStep: number;
  /** Candidates of one query that training sees: all targets, the others drawn. */
  readonly candidatesMost: number;
  readonly learningRate: number;
}

export interface BlendTraining {
  readonly tf: TensorFlow;
  /** Its sources must not have seen the queries' answers. */
  readonly pool: BlendCandidates;
  readonly queries: readonly Query[];
  readonly config: BlendConfig;
  readonly random: Random;
  readonly progress?: Progress;
  readonly signal?: AbortSignal | undefined;
  readonly onEpoch?: OnEpoch | undefined;
}

/** One query's list: rows are scaled features [candidates, F]; `gains` sum to 1 over the targets. */
interface FittingList {
  readonly rows: Float32Array;
  readonly gains: Float32Array;
}

interface BlendVariables {
  readonly linear: Variable<Rank.R2>;
  readonly hidden: Variable<Rank.R2>;
  readonly hiddenBias: Variable<Rank.R1>;
  readonly output: Variable<Rank.R2>;
}

const ADAM = { beta1: 0.9, beta2: 0.999, weightDecay: 0.01 };
/** Lists that the features' mean and deviation are taken from. */
const SCALE_LISTS_MOST = 300;
/** Candidates of each source that training sees: the others are easy to tell from the answer. */
const FITTING_PER_SOURCE = 40;
/** Candidates shown as if nobody had met them, so that the blend learns what attributes alone are worth (DropoutNet, Volkovs et al. 2017). */
const NEW_SHARE = 0.1;
const FAR_BELOW = -1e9;
/** With fewer lists the network would learn them by heart. */
export const BLEND_LISTS_MIN = 30;

/**
 * Fits the blend: linear part plus ReLU layer whose output starts at 0, so that training begins at the linear model;
 * softmax cross-entropy over each query's candidates, the targets sharing the gain (ListNet, Cao et al. 2007).
 * Queries without a target among the candidates are left out; undefined when fewer than BLEND_LISTS_MIN are left.
 */
export async function trainBlend(training: BlendTraining): Promise<BlendWeights | undefined> {
  const { tf, pool, config, random } = training;
  const lists = training.queries.flatMap((query) => fittingList(pool, query, config, random) ?? []);
  if (lists.length < BLEND_LISTS_MIN) return undefined;
  const width = pool.featureCount;
  const { offsets, factors } = featureScale(lists, width);
  // In place: the lists are most of the memory.
  for (const { rows } of lists) scale(rows, offsets, factors);
  const normal = (length: number, deviation: number) =>
    Float32Array.from({ length }, () => deviation * random.normal());
  const { hiddenUnits } = config;
  const matrix = (values: Float32Array, rows: number, columns: number): Variable<Rank.R2> =>
    tf.tidy(() => tf.variable(tf.tensor2d(values, [rows, columns])));
  const variables: BlendVariables = {
    linear: matrix(new Float32Array(width), width, 1),
    hidden: matrix(normal(width * hiddenUnits, Math.sqrt(2 / width)), width, hiddenUnits),
    hiddenBias: tf.tidy(() => tf.variable(tf.zeros<Rank.R1>([hiddenUnits]))),
    output: matrix(new Float32Array(hiddenUnits), hiddenUnits, 1),
  };
  const adam = new Adam(tf, Object.values(variables) as Variable[], ADAM);
  try {
    await descend(training, lists, (rows) => scoreRows(tf, variables, rows), adam);
    const values = (name: keyof BlendVariables) => Float32Array.from(variables[name].dataSync<'float32'>());
    return new BlendWeights({
      offsets,
      factors,
      linear: values('linear'),
      hidden: values('hidden'),
      hiddenBias: values('hiddenBias'),
      output: values('output'),
    });
  } finally {
    adam.dispose();
    tf.dispose(Object.values(variables) as Variable[]);
  }
}

/** [rows, F] -> [rows, 1] */
function scoreRows(tf: TensorFlow, variables: BlendVariables, rows: Tensor2D): Tensor2D {
  const { linear, hidden, hiddenBias, output } = variables;
  const units = tf.relu(tf.add(tf.matMul(rows, hidden), hiddenBias));
  return tf.add(tf.matMul(rows, linear), tf.matMul(units, output));
}

async function descend(
  { tf, config, random, progress, signal, onEpoch }: BlendTraining,
  lists: readonly FittingList[],
  scoreOf: (rows: Tensor2D) => Tensor2D,
  adam: Adam,
): Promise<void> {
  const stepsPerEpoch = Math.ceil(lists.length / config.queriesPerStep);
  const steps = stepsPerEpoch * config.epochs;
  for (let step = 0; step < steps;) {
    let lossSum = 0;
    const order = random.sample(lists.length, lists.length);
    for (let from = 0; from < order.length; from += config.queriesPerStep, step++) {
      signal?.throwIfAborted();
      const chosen = [...order.subarray(from, from + config.queriesPerStep)].flatMap((i) => lists[i] ?? []);
      lossSum += adam.minimise(
        () => tf.tidy(() => listLoss(tf, chosen, scoreOf)),
        config.learningRate * (1 - step / steps),
      );
    }
    onEpoch?.({ model: 'blend', epoch: step / stepsPerEpoch, loss: lossSum / stepsPerEpoch });
    progress?.('blend', step / steps);
    await tf.nextFrame();
  }
}

/** Mean cross-entropy of a step's lists, padded to the longest: [Q, C]. */
function listLoss(tf: TensorFlow, lists: readonly FittingList[], scoreOf: (rows: Tensor2D) => Tensor2D) {
  const longest = lists.reduce((most, { gains }) => Math.max(most, gains.length), 0);
  const width = (lists[0]?.rows.length ?? 0) / (lists[0]?.gains.length ?? 1);
  const rows = new Float32Array(lists.length * longest * width);
  const gains = new Float32Array(lists.length * longest);
  const padding = new Float32Array(lists.length * longest).fill(FAR_BELOW);
  for (const [i, list] of lists.entries()) {
    rows.set(list.rows, i * longest * width);
    gains.set(list.gains, i * longest);
    padding.fill(0, i * longest, i * longest + list.gains.length);
  }
  const shape: [number, number] = [lists.length, longest];
  const scores = tf.reshape(scoreOf(tf.tensor2d(rows, [lists.length * longest, width])), shape);
  const masked = tf.add(scores, tf.tensor2d(padding, shape));
  const reached = tf.sum(tf.mul(tf.tensor2d(gains, shape), masked), 1);
  return tf.mean(tf.sub(tf.logSumExp(masked, 1), reached));
}

function fittingList(
  pool: BlendCandidates,
  { history, targets }: Query,
  config: BlendConfig,
  random: Random,
): FittingList | undefined {
  const asked = pool.ask(history, FITTING_PER_SOURCE);
  const found = asked.candidates.filter((item) => targets.has(item));
  if (found.length === 0 || found.length === asked.candidates.length) return undefined;
  const others = random.shuffle(asked.candidates.filter((item) => !targets.has(item)));
  const items = Int32Array.from([
    ...found,
    ...others.subarray(0, Math.max(1, config.candidatesMost - found.length)),
  ]);
  const rows = new Float32Array(items.length * pool.featureCount);
  for (const [i, item] of items.entries()) {
    const asNew = pool.couldBeNew(asked, item) && random.next() < NEW_SHARE;
    if (asNew) pool.writeNewRow(asked, item, rows, i * pool.featureCount);
    else pool.writeRow(asked, item, rows, i * pool.featureCount);
  }
  const gains = new Float32Array(items.length).fill(1 / found.length, 0, found.length);
  return { rows, gains };
}

function featureScale(lists: readonly FittingList[], width: number) {
  const step = Math.ceil(lists.length / SCALE_LISTS_MOST);
  const rows = lists
    .filter((_, i) => i % step === 0)
    .flatMap(({ rows: all }) =>
      Array.from({ length: all.length / width }, (_, i) =>
        Float64Array.from(all.subarray(i * width, (i + 1) * width)),
      ),
    );
  const { offsets, factors } = fitZScore(rows);
  return { offsets: Float32Array.from(offsets), factors: Float32Array.from(factors) };
}

function scale(rows: Float32Array, offsets: Float32Array, factors: Float32Array): void {
  for (const [at, value] of rows.entries()) {
    const feature = at % offsets.length;
    const x = (value - (offsets[feature] ?? 0)) * (factors[feature] ?? 0);
    rows[at] = Math.max(-FEATURE_MOST, Math.min(FEATURE_MOST, x));
  }
}
