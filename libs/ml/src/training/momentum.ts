import type { Rank, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import type { Optimiser } from './optimiser.ts';

export interface MomentumConfig {
  /** Share of the last step that is taken again (Polyak 1964); 0 is plain gradient descent. */
  readonly momentum: number;
  /** Decoupled from the gradient, as in AdamW. */
  readonly weightDecay: number;
}

/** Stochastic gradient descent with momentum; the learning rate comes with each step, so that any schedule fits. */
export class Momentum implements Optimiser {
  private readonly slots: readonly { readonly variable: Variable; readonly velocity: Variable }[];

  constructor(
    private readonly tf: TensorFlow,
    private readonly variables: readonly Variable[],
    private readonly config: MomentumConfig,
  ) {
    this.slots = variables.map((variable) => ({
      variable,
      velocity: tf.tidy(() => tf.variable(tf.zerosLike(variable), false)),
    }));
  }

  minimise(loss: () => Tensor, learningRate: number): number {
    const { tf } = this;
    const { momentum, weightDecay } = this.config;
    const { value, grads } = tf.variableGrads(() => tf.reshape<Rank.R0>(loss(), []), [...this.variables]);
    tf.tidy(() => {
      for (const { variable, velocity } of this.slots) {
        const gradient = grads[variable.name];
        if (gradient === undefined) continue;
        velocity.assign(tf.add(tf.mul(velocity, momentum), gradient));
        const kept = tf.mul(variable, 1 - learningRate * weightDecay);
        variable.assign(tf.sub(kept, tf.mul(velocity, learningRate)));
      }
    });
    tf.dispose(grads);
    const number = value.dataSync()[0] ?? NaN;
    value.dispose();
    if (!Number.isFinite(number)) throw new Error(`training diverged: the loss of a step is ${number}`);
    return number;
  }

  dispose(): void {
    for (const { velocity } of this.slots) velocity.dispose();
  }
}
