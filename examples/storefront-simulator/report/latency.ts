import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

const MINUTE_US = 60_000_000;

/** Times in milliseconds, in a histogram of bounded size. */
export class Latency {
  private readonly histogram: RecordableHistogram = createHistogram({
    lowest: 1,
    highest: MINUTE_US,
    figures: 3,
  });

  record(ms: number): void {
    this.histogram.record(Math.min(MINUTE_US, Math.max(1, Math.round(ms * 1_000))));
  }

  summary() {
    const { count } = this.histogram;
    const at = (percent: number) =>
      count === 0 ? 0 : Math.round(this.histogram.percentile(percent) / 10) / 100;
    return { count, p50Ms: at(50), p99Ms: at(99) };
  }
}
