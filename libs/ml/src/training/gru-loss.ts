import type { Tensor, Tensor2D, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';

/** The layer being trained; shapes as in GruWeights. */
export interface GruVariables {
  readonly inputWeights: Variable;
  readonly bias: Variable;
  readonly gateWeights: Variable;
  readonly candidateWeights: Variable;
}

export type GruLoss =
  | { readonly name: 'cross-entropy' }
  /** `regularisation` weighs the scores of the wrong answers, squared. */
  | { readonly name: 'bpr-max'; readonly regularisation: number };

/** Answers of a batch of B sequences and T steps: every step has the B targets of its own and N shared samples to choose from. */
export interface GruAnswers {
  /** [T x B] the right ones, and [N] more; d + 1 columns each, the last one the bias. */
  readonly targets: Tensor2D;
  readonly samples: Tensor2D;
  /** [T, B, B + N]: 1 where what stands as a wrong answer is the right one. */
  readonly isRight: Tensor3D;
}

const FAR_BELOW = -1e9;
const LEAST = 1e-24;

/** The states after each step, [T, B, d], from input vectors [B, T, n]. Call it inside tidy. */
export function gruStates(tf: TensorFlow, variables: GruVariables, inputs: Tensor3D): Tensor3D {
  const [size, length, width] = inputs.shape;
  const d = variables.bias.size / 3;
  const flat = tf.reshape(tf.transpose(inputs, [1, 0, 2]), [length * size, width]) as Tensor2D;
  const weighted = tf.add(tf.matMul(flat, as2D(variables.inputWeights)), variables.bias); // [TB, 3d]
  let state: Tensor2D = tf.zeros([size, d]);
  const states: Tensor2D[] = [];
  // Parts are unstacked and split: the gradient of a slice would be as large as the whole, for every step.
  for (const input of stepsOf(tf, weighted, length)) {
    const [ofGates, ofCandidate] = tf.split(input, [2 * d, d], 1) as [Tensor2D, Tensor2D];
    const gates = tf.sigmoid(tf.add(ofGates, tf.matMul(state, as2D(variables.gateWeights))));
    const [reset, update] = tf.split(gates, 2, 1) as [Tensor2D, Tensor2D];
    const kept = tf.matMul(tf.mul(reset, state), as2D(variables.candidateWeights));
    const candidate = tf.tanh(tf.add(ofCandidate, kept));
    state = tf.add(state, tf.mul(update, tf.sub(candidate, state)));
    states.push(state);
  }
  return tf.stack(states) as Tensor3D;
}

/** [T B, n] as T of [B, n]. A single one is no stack to TensorFlow.js: its gradient would fail. */
function stepsOf(tf: TensorFlow, all: Tensor, length: number): Tensor2D[] {
  const [rows = 0, width = 0] = all.shape;
  if (length === 1) return [all as Tensor2D];
  return tf.unstack(tf.reshape(all, [length, rows / length, width])) as Tensor2D[];
}

/**
 * Mean loss over all steps of states [T, B, d] (Hidasi and Karatzoglou 2018): the targets of the other sequences at the step,
 * and the samples, are its wrong answers. `cross-entropy` is that of the softmax over all of them; `bpr-max` is
 * -ln sum_j s_j sigmoid(r - r_j) + regularisation sum_j s_j r_j^2 with s the softmax over the wrong ones and r = elu(score).
 * Call it inside tidy.
 */
export function gruLoss(tf: TensorFlow, states: Tensor3D, answers: GruAnswers, loss: GruLoss): Tensor {
  const [length, size, d] = states.shape;
  const withOne = tf.concat([states, tf.ones([length, size, 1])], 2) as Tensor3D;
  const targets = tf.reshape(answers.targets, [length, size, d + 1]) as Tensor3D;
  const right = tf.sum(tf.mul(withOne, targets), 2, true); // [T, B, 1]
  const flat = tf.reshape(withOne, [length * size, d + 1]) as Tensor2D;
  const sampled = tf.reshape(tf.matMul(flat, answers.samples, false, true), [length, size, -1]);
  const scores = tf.concat([tf.matMul(withOne, targets, false, true), sampled as Tensor3D], 2); // [T, B, B + N]
  const hidden = tf.mul(answers.isRight, FAR_BELOW);
  if (loss.name === 'cross-entropy') {
    const all = tf.concat([right, tf.add(scores, hidden)], 2);
    return tf.mean(tf.sub(tf.logSumExp(all, 2), tf.squeeze(right, [2])));
  }
  const wrong = tf.elu(scores);
  const shares = tf.softmax(tf.add(wrong, hidden));
  const ahead = tf.sigmoid(tf.sub(tf.elu(right), wrong));
  const won = tf.neg(tf.log(tf.add(tf.sum(tf.mul(shares, ahead), 2), LEAST)));
  const size2 = tf.sum(tf.mul(shares, tf.square(wrong)), 2);
  return tf.mean(tf.add(won, tf.mul(size2, loss.regularisation)));
}

const as2D = (variable: Variable): Tensor2D => variable as unknown as Tensor2D;
