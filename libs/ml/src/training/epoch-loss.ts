/** Mean loss of one pass over the training data; epochs count from 1. */
export interface EpochLoss {
  readonly model: string;
  readonly epoch: number;
  readonly loss: number;
}
export type OnEpoch = (loss: EpochLoss) => void;
