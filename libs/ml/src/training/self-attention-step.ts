import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { compileStep, type CompiledStep } from '../tensorflow/graph/compile-step.ts';
import type { SelfAttentionShapes } from '../models/self-attention-weights.ts';
import { flatAdamStep } from './flat-adam.ts';
import { sequenceLoss, type SequenceLoss } from './self-attention-loss.ts';
import { selfAttentionStates, type NamedTensors, type NetworkSize } from './self-attention-network.ts';

export const SELF_ATTENTION_ADAM = { beta1: 0.9, beta2: 0.98 };

/** What a step reads of a batch of n = batch x length positions, beside weights and moments. */
export interface SelfAttentionInputs {
  /** [batch, length] */
  readonly items: Tensor2D;
  readonly places: Tensor2D;
  readonly segments: Tensor2D;
  /** [n] */
  readonly targets: Tensor1D;
  readonly weights: Tensor1D;
  readonly rate: Scalar;
  /** [sites, n, d] where there is dropout. */
  readonly dropout?: Tensor;
  /** [N] each, of a loss that samples. */
  readonly negatives?: Tensor1D;
  readonly logExpected?: Tensor1D;
}

export interface SelfAttentionNetwork {
  readonly shapes: SelfAttentionShapes;
  readonly size: NetworkSize;
  readonly loss: SequenceLoss;
}

/** Weights and moments while they are trained: on the backend from the first step to the last. */
export class SelfAttentionLearner {
  private state: readonly Tensor[];
  private readonly names: readonly string[];
  private compiled: CompiledStep | undefined;

  constructor(
    private readonly tf: TensorFlow,
    private readonly network: SelfAttentionNetwork,
    start: (name: string, length: number) => Float32Array,
  ) {
    const { shapes } = network;
    this.names = Object.keys(shapes);
    const lengths = Object.values(shapes).map((shape) => shape.reduce((product, each) => product * each, 1));
    const all = lengths.reduce((sum, length) => sum + length, 0);
    this.state = tf.tidy(() => [
      ...this.names.map((name, i) => tf.tensor(start(name, lengths[i] ?? 0), [...(shapes[name] ?? [])])),
      tf.zeros([all]),
      tf.zeros([all]),
    ]);
  }

  /** One update; the loss before it, on the backend. The inputs' shapes are those of the first call. */
  step(inputs: SelfAttentionInputs): Tensor {
    const keys = Object.keys(inputs);
    const handed = [...this.state, ...(Object.values(inputs) as Tensor[])];
    this.compiled ??= compileStep(this.tf, (tensors) => this.compute(keys, tensors), handed);
    const results = this.compiled.run(handed);
    this.tf.dispose([...this.state]);
    this.state = results.slice(0, -1);
    const loss = results.at(-1);
    if (loss === undefined) throw new Error('a step gave nothing');
    return loss;
  }

  /** The weights by name. */
  read(): ReadonlyMap<string, Float32Array> {
    return new Map(
      this.names.map((name, i) => [name, Float32Array.from(this.state[i]?.dataSync<'float32'>() ?? [])]),
    );
  }

  dispose(): void {
    this.tf.dispose([...this.state]);
    this.compiled?.dispose();
  }

  /** [...weights, mean, square, ...inputs] -> [...weights, mean, square, loss] */
  private compute(keys: readonly string[], tensors: readonly Tensor[]): readonly Tensor[] {
    const { tf, names } = this;
    const weights = tensors.slice(0, names.length);
    const [mean, square] = tensors.slice(names.length) as [Tensor1D, Tensor1D];
    const inputs = Object.fromEntries(
      keys.map((key, i) => [key, tensors[names.length + 2 + i]]),
    ) as unknown as SelfAttentionInputs;
    const { value, grads } = tf.valueAndGrads((...traced: Tensor[]) =>
      this.lossOf(Object.fromEntries(names.map((name, i) => [name, traced[i] as Tensor])), inputs),
    )([...weights]);
    const next = flatAdamStep(
      tf,
      { weights, gradients: grads, moments: { mean, square }, rate: inputs.rate },
      SELF_ATTENTION_ADAM,
    );
    return [...next.weights, next.moments.mean, next.moments.square, value];
  }

  private lossOf(weights: NamedTensors, inputs: SelfAttentionInputs): Tensor {
    const { items, places, segments, targets, dropout, negatives, logExpected } = inputs;
    const states = selfAttentionStates(
      this.tf,
      weights,
      { items, places, segments, dropout },
      this.network.size,
    );
    return sequenceLoss(this.tf, this.network.loss, states, weights['items'] as Tensor2D, {
      targets,
      weights: inputs.weights,
      negatives,
      logExpected,
    });
  }
}
