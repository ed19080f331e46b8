import type { Tensor } from '@tensorflow/tfjs-core';

/** Takes steps towards a smaller loss. Adam and Momentum are the two there are. */
export interface Optimiser {
  /** One update; gives the loss before it. Frees everything the loss made. Throws when the loss is no number. */
  minimise(loss: () => Tensor, learningRate: number): number;
  dispose(): void;
}
