import type { Interval } from '#ml';

/** A public data set under its published protocol, with every model that is measured on it. */
export interface FraudBenchmark {
  readonly name: string;
  /** What it is and where the protocol is from. */
  readonly describes: string;
  readonly targets: readonly FraudTarget[];
  /** Every model once, with one seed; reads the data from the folder that has `fraud/`. */
  run(options: FraudRunOptions): AsyncGenerator<FraudRow>;
}

/** A figure of the best model, on the metric's own scale. */
export interface FraudTarget {
  readonly metric: string;
  readonly published: number;
  readonly mustReach: number;
  readonly aim: number;
  /** Of a metric that is better when it is small. */
  readonly isMost?: boolean;
}

export interface FraudRunOptions {
  readonly folder: string;
  readonly seed: number;
  /** A part of the rows of one fold: proves that it works, and judges nothing. */
  readonly quick: boolean;
  /** Only the models of these names, where given. */
  readonly models?: readonly string[] | undefined;
  /** How far it is, is told here. */
  readonly report: (line: string) => void;
}

/** One model on one benchmark with one seed. */
export interface FraudRow {
  readonly model: string;
  readonly metrics: Readonly<Record<string, number>>;
  /** At 95 %, by resampling; of the metrics that have one. */
  readonly intervals: Readonly<Record<string, Interval>>;
  /** Of all folds together, scoring included. */
  readonly trainSeconds: number;
  readonly testRows: number;
}
