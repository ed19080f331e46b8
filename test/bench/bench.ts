/** What made a number. */
export type Figures = Readonly<Record<string, string | number | boolean | null>>;

/** Other numbers beside the main one. */
export type Numbers = Readonly<Record<string, number | null>>;

export interface BenchOptions {
  /** A few seconds: proves that the benchmark works, and judges nothing. */
  readonly quick: boolean;
  /** Of the measured part; each benchmark has its own default. */
  readonly seconds?: number | undefined;
  readonly log: 'postgres' | 'kafka';
  /** Where CPU profiles of the service processes go. */
  readonly profileDir?: string | undefined;
}

/** What a benchmark found; null where it has no such figure. */
export interface Measured {
  readonly perSecond: number | null;
  /** Its throughput over that of the peer measured in the same run, where there is one. */
  readonly ratio?: number | null;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly p999Ms: number | null;
  /** Its own figures beside those that all have. */
  readonly figures: Numbers;
  /** What made them, beside the machine. */
  readonly config: Figures;
}

export interface Target {
  /** What is compared: throughput, the ratio to a peer, a latency, or one of the figures. */
  readonly figure: string;
  /** "atLeast": a throughput; "below": a latency or a growth. */
  readonly sense: 'atLeast' | 'below';
  readonly mustReach: number;
  readonly aim?: number;
}

export interface Bench {
  readonly name: string;
  /** What the main figure is, for the table: "events/s acknowledged durable at the HTTP door". */
  readonly measures: string;
  /** Logs it can run on; the first is the default. */
  readonly logs: readonly BenchOptions['log'][];
  targets(log: BenchOptions['log']): Target;
  run(options: BenchOptions): Promise<Measured>;
}

/** A growth of nothing, or less, is not infinitely good. */
const RATIO_MAX = 100;

/** How far a figure is past what it must reach: 1 is just there, 2 is twice as good. */
export function ofMustReach(target: Target, measured: Measured): number | null {
  const figure = figureOf(target, measured);
  if (figure === null) return null;
  return target.sense === 'atLeast'
    ? figure / target.mustReach
    : target.mustReach / Math.max(figure, target.mustReach / RATIO_MAX);
}

export function figureOf({ figure }: Target, measured: Measured): number | null {
  const { perSecond, ratio, p50Ms, p99Ms, p999Ms } = measured;
  const value: unknown = { ...measured.figures, perSecond, ratio, p50Ms, p99Ms, p999Ms }[figure];
  return typeof value === 'number' ? value : null;
}
