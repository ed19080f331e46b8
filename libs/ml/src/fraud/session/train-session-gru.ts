import type { Variable } from '@tensorflow/tfjs-core';
import { holdOut } from '../../classifiers/dense/hold-out.ts';
import type { Progress } from '../../progress.ts';
import type { Random } from '../../random.ts';
import type { TensorFlow } from '../../tensorflow/tensorflow.ts';
import { Adam } from '../../training/adam.ts';
import { descend, type DescentConfig } from '../../training/descend.ts';
import type { LabelledSession } from './labelled-session.ts';
import { SESSION_COLUMN_COUNT } from './session-encoder.ts';
import { SessionGru } from './session-gru.ts';
import { sessionLoss, type SessionVariables, type SessionWeights } from './session-loss.ts';

export interface SessionGruTraining {
  readonly tf: TensorFlow;
  /** Of both outcomes. */
  readonly sessions: readonly LabelledSession[];
  readonly random: Random;
  readonly config?: Partial<DescentConfig> | undefined;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

const DIMENSION = 16;
const DESCENT: DescentConfig = { epochs: 25, batchSize: 64, learningRate: 1e-2, patience: 5 };
const ADAM = { beta1: 0.9, beta2: 0.999, weightDecay: 1e-4 };
const VALIDATION_SHARE = 0.2;

/**
 * Both outcomes weigh the same in training, so the log-odds are those of an attack as likely as not. Stops when sessions
 * that it does not learn from are told no better. Deterministic by seed on one backend; leaves no tensors. Throws
 * RangeError with one outcome only, and the signal's reason when aborted.
 */
export function trainSessionGru(training: SessionGruTraining): Promise<SessionGru> {
  const { tf, sessions, random, progress, signal } = training;
  const attacks = sessions.filter(({ isAttack }) => isAttack).length;
  const good = sessions.length - attacks;
  if (Math.min(attacks, good) === 0) {
    throw new RangeError(`${attacks} attacks and ${good} good sessions, at least one of each is needed`);
  }
  const weights: SessionWeights = [1 / good, 1 / attacks];
  const labels = Int32Array.from(sessions, ({ isAttack }) => Number(isAttack));
  const { train, validation } = holdOut(labels, VALIDATION_SHARE, random);
  const of = (rows: Int32Array) => [...rows].flatMap((row) => sessions[row] ?? []);
  const heldOut = of(validation);
  const variables = createVariables(tf, random);
  const all: Variable[] = Object.values(variables);
  return descend({
    tf,
    name: 'session network',
    config: { ...DESCENT, ...training.config },
    variables: all,
    optimiser: new Adam(tf, all, ADAM),
    rows: train.length,
    loss: (batch) => sessionLoss(tf, variables, of(batch.map((row) => train[row] ?? 0)), weights),
    snapshot: () => snapshot(variables),
    ...(heldOut.length === 0
      ? {}
      : { validationError: (model: SessionGru) => crossEntropy(model, heldOut, weights) }),
    random,
    progress,
    signal,
  });
}

/** The loss of training, in plain arrays. */
function crossEntropy(
  model: SessionGru,
  sessions: readonly LabelledSession[],
  weights: SessionWeights,
): number {
  let [sum, weightSum] = [0, 0];
  for (const { rows, isAttack } of sessions) {
    const weight = weights[isAttack ? 1 : 0];
    const losses = model.logits(rows).map((logit) => softplus(isAttack ? -logit : logit));
    sum += (weight * losses.reduce((all, loss) => all + loss, 0)) / rows.length;
    weightSum += weight;
  }
  return sum / weightSum;
}

const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** Weights drawn as by Glorot and Bengio 2010, no bias. */
function createVariables(tf: TensorFlow, random: Random): SessionVariables {
  const drawn = (rows: number, columns: number): Variable => {
    const deviation = Math.sqrt(2 / (rows + DIMENSION));
    const start = Float32Array.from({ length: rows * columns }, () => deviation * random.normal());
    return tf.tidy(() => tf.variable(tf.tensor2d(start, [rows, columns])));
  };
  const zeros = (size: number): Variable => tf.tidy(() => tf.variable(tf.zeros([size])));
  return {
    inputWeights: drawn(SESSION_COLUMN_COUNT, 3 * DIMENSION),
    bias: zeros(3 * DIMENSION),
    gateWeights: drawn(DIMENSION, 2 * DIMENSION),
    candidateWeights: drawn(DIMENSION, DIMENSION),
    outputWeights: drawn(DIMENSION, 1),
    outputBias: zeros(1),
  };
}

function snapshot(variables: SessionVariables): SessionGru {
  const numbers = (variable: Variable) => Float32Array.from(variable.dataSync<'float32'>());
  return new SessionGru({
    inputWeights: numbers(variables.inputWeights),
    bias: numbers(variables.bias),
    gateWeights: numbers(variables.gateWeights),
    candidateWeights: numbers(variables.candidateWeights),
    output: Float32Array.of(...numbers(variables.outputWeights), ...numbers(variables.outputBias)),
  });
}
