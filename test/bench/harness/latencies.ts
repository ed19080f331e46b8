import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

/** What is told of the latencies of a run. */
export interface LatencySummary {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly maxMs: number;
}

/** One hour: longer than any request may take. */
const HIGHEST_US = 3_600_000_000;

/** Latencies in an HDR histogram: bounded memory however long the run, three significant digits at every scale. */
export class Latencies {
  private readonly histogram: RecordableHistogram = createHistogram({
    lowest: 1,
    highest: HIGHEST_US,
    figures: 3,
  });

  /** A latency below a microsecond counts as one. */
  record(latencyMs: number): void {
    this.histogram.record(Math.min(HIGHEST_US, Math.max(1, Math.round(latencyMs * 1000))));
  }

  /** All zero when nothing was recorded. */
  summary(): LatencySummary {
    const { histogram } = this;
    const percentileMs = (percent: number) =>
      histogram.count === 0 ? 0 : histogram.percentile(percent) / 1000;
    return {
      p50Ms: percentileMs(50),
      p99Ms: percentileMs(99),
      p999Ms: percentileMs(99.9),
      maxMs: histogram.count === 0 ? 0 : histogram.max / 1000,
    };
  }
}
