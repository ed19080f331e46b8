import type { InteractionSequence, ItemAttributes, Query } from '#ml';

/** A public data set under its published protocol. */
export interface QualityBenchmark {
  readonly name: string;
  /** What it is and where the protocol is from. */
  readonly describes: string;
  /** Of the served model; none where nothing comparable is published. */
  readonly targets: readonly QualityTarget[];
  /** Reads it from the folder of benchmark data (the one that has `rec/`). */
  load(folder: string): Promise<QualityData>;
}

export interface QualityData {
  readonly itemCount: number;
  /** By item; left out where the data set tells none. */
  readonly attributes?: readonly (ItemAttributes | undefined)[];
  /** What models may learn from before the validation; its answers are not in it. */
  readonly fitting: readonly InteractionSequence[];
  /** Choices are made and blends are fitted on these. */
  readonly validation: readonly Query[];
  /** `fitting` and the validation part: what the model that is tested learns from. */
  readonly train: readonly InteractionSequence[];
  /** Read once, after everything is chosen. */
  readonly test: readonly Query[];
}

/** A figure of the served model, on the metric's own scale of 0 to 1. */
export interface QualityTarget {
  readonly metric: string;
  readonly published: number;
  readonly mustReach: number;
  readonly aim: number;
}
