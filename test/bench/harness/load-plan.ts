import type { LatencySummary } from './latencies.ts';

/** What the generator's process is told to do. */
export interface LoadPlan {
  /** URL of the module whose `open` makes the sender. */
  readonly sender: string;
  readonly options: unknown;
  readonly arrivals: Arrivals;
  /** Load that is not measured, before the load that is: compilers and caches get warm. */
  readonly warmupSeconds: number;
  readonly seconds: number;
}

export type Arrivals =
  /** Requests start when they are due, whether or not the earlier ones are answered. */
  | { readonly kind: 'open'; readonly requestsPerSecond: number }
  /** Each of so many senders starts its next request when it has the answer to the last. */
  | { readonly kind: 'closed'; readonly concurrency: number };

/** What came of the measured part. */
export interface LoadSummary {
  /** Answered as they should be. */
  readonly requests: number;
  /** Requests refused because of too much load; their latency is not in `latency`. */
  readonly refused: number;
  readonly units: number;
  /** Units answered per second. */
  readonly perSecond: number;
  readonly errors: number;
  readonly firstError?: string;
  readonly latency: LatencySummary;
  /** Units answered in all, the warm-up included. */
  readonly unitsInAll: number;
}

/** What the generator's process says. */
export type GeneratorMessage =
  | { readonly kind: 'warm'; readonly unitsInAll: number }
  | { readonly kind: 'done'; readonly summary: LoadSummary };
