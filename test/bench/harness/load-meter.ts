import { Latencies } from './latencies.ts';
import type { LoadSummary } from './load-plan.ts';
import { REFUSED } from './sender.ts';

/** Counts what became of the requests; only those of the measured part count for the figures. */
export class LoadMeter {
  private readonly latencies = new Latencies();
  private requests = 0;
  private units = 0;
  private unitsInAll = 0;
  private refused = 0;
  private errors = 0;
  private firstError: string | undefined;
  private isMeasuring = false;

  startMeasuring(): void {
    this.isMeasuring = true;
  }

  stopMeasuring(): void {
    this.isMeasuring = false;
  }

  answered(answer: number | typeof REFUSED, latencyMs: number): void {
    if (answer === REFUSED) {
      if (this.isMeasuring) this.refused += 1;
      return;
    }
    this.unitsInAll += answer;
    if (!this.isMeasuring) return;
    this.requests += 1;
    this.units += answer;
    this.latencies.record(latencyMs);
  }

  /** Errors count from the first request on: one in the warm-up spoils the run as well. */
  failed(error: unknown): void {
    this.errors += 1;
    this.firstError ??= error instanceof Error ? error.message : String(error);
  }

  summary(seconds: number): LoadSummary {
    return {
      requests: this.requests,
      units: this.units,
      perSecond: this.units / seconds,
      refused: this.refused,
      errors: this.errors,
      ...(this.firstError === undefined ? {} : { firstError: this.firstError }),
      latency: this.latencies.summary(),
      unitsInAll: this.unitsInAll,
    };
  }
}
