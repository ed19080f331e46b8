import type { Rank, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import type { Optimiser } from './optimiser.ts';

export interface AdamConfig {
  readonly beta1: number;
  readonly beta2: number;
  /** Decoupled (AdamW, Loshchilov and Hutter 2019); 0 for plain Adam. */
  readonly weightDecay: number;
}

const EPSILON = 1e-8;

/** Adam (Kingma and Ba 2015) with the learning rate given at each step, so that any schedule fits. */
export class Adam implements Optimiser {
  private steps = 0;
  private readonly slots: readonly {
    readonly variable: Variable;
    readonly mean: Variable;
    readonly square: Variable;
  }[];

  constructor(
    private readonly tf: TensorFlow,
    private readonly variables: readonly Variable[],
    private readonly config: AdamConfig,
  ) {
    this.slots = variables.map((variable) => ({
      variable,
      mean: tf.tidy(() => tf.variable(tf.zerosLike(variable), false)),
      square: tf.tidy(() => tf.variable(tf.zerosLike(variable), false)),
    }));
  }

  /**
   * One update towards a smaller loss; gives the loss before it. Frees everything the loss made. Throws when the loss is no number any
   * more: what it would go on to learn is nothing. `other` is a variable
   * that somebody else updates: its gradient is handed over.
   */
  minimise(
    loss: () => Tensor,
    learningRate: number,
    other?: { readonly variable: Variable; readonly take: (gradient: Float32Array) => void },
  ): number {
    const { tf } = this;
    const variables = [...this.variables, ...(other === undefined ? [] : [other.variable])];
    const { value, grads } = tf.variableGrads(() => tf.reshape<Rank.R0>(loss(), []), variables);
    this.steps++;
    const { beta1, beta2, weightDecay } = this.config;
    const rate = (learningRate * Math.sqrt(1 - beta2 ** this.steps)) / (1 - beta1 ** this.steps);
    tf.tidy(() => {
      for (const { variable, mean, square } of this.slots) {
        const gradient = grads[variable.name];
        if (gradient === undefined) continue;
        mean.assign(tf.add(tf.mul(mean, beta1), tf.mul(gradient, 1 - beta1)));
        square.assign(tf.add(tf.mul(square, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
        const kept = weightDecay === 0 ? variable : tf.mul(variable, 1 - learningRate * weightDecay);
        variable.assign(tf.sub(kept, tf.div(tf.mul(mean, rate), tf.add(tf.sqrt(square), EPSILON))));
      }
    });
    const handed = other === undefined ? undefined : grads[other.variable.name];
    if (handed !== undefined) other?.take(handed.dataSync<'float32'>());
    tf.dispose(grads);
    const number = value.dataSync()[0] ?? NaN;
    value.dispose();
    if (!Number.isFinite(number)) {
      throw new Error(`training diverged: the loss of step ${this.steps} is ${number}`);
    }
    return number;
  }

  /** Each variable with its moments, end to end in the order of the variables, for a checkpoint. */
  state(): { readonly values: Float32Array; readonly steps: number } {
    const parts = this.slots.flatMap(({ variable, mean, square }) => [variable, mean, square]);
    return { values: concatenated(parts.map((part) => part.dataSync<'float32'>())), steps: this.steps };
  }

  /** Goes on from such a state of the same variables. */
  restore({ values, steps }: ReturnType<Adam['state']>): void {
    const { tf } = this;
    let at = 0;
    for (const part of this.slots.flatMap(({ variable, mean, square }) => [variable, mean, square])) {
      const own = values.subarray(at, (at += part.size));
      tf.tidy(() => part.assign(tf.tensor(own, part.shape)));
    }
    this.steps = steps;
  }

  dispose(): void {
    for (const { mean, square } of this.slots) {
      mean.dispose();
      square.dispose();
    }
  }
}

function concatenated(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
