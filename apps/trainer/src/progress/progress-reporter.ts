import type { EpochMs } from '#contracts';
import type { Clock } from '#service';

/** Where a run stands. */
export interface ProgressReport {
  readonly stage: string;
  /** 0 to 1 of the whole run; never less than before. */
  readonly done: number;
  /** Estimated time left; absent before there is anything to estimate from. */
  readonly etaMs?: number;
  readonly at: EpochMs;
}

export type ProgressSink = (report: ProgressReport) => void;

/** Reports go to a topic and over a pipe: this often is enough for a person. */
const REPORT_EVERY_MS = 1_000;
/** Before this share the past says nothing of the future. */
const ESTIMATE_FROM = 0.02;

/** Turns the many calls of a training loop into a few reports with an estimate of the time left. */
export class ProgressReporter {
  private readonly startedAt: EpochMs;
  private reportedAt: number | undefined;
  private done = 0;

  constructor(
    private readonly clock: Clock,
    private readonly sinks: readonly ProgressSink[],
  ) {
    this.startedAt = clock();
  }

  /** Fits libs/ml's Progress. The first and the last call are always reported. */
  readonly update = (stage: string, done: number): void => {
    const at = this.clock();
    this.done = Math.max(this.done, Math.min(1, done));
    const due = this.reportedAt === undefined || at - this.reportedAt >= REPORT_EVERY_MS || this.done === 1;
    if (!due) return;
    this.reportedAt = at;
    const report: ProgressReport = { stage, done: this.done, at, ...this.estimate(at) };
    for (const sink of this.sinks) sink(report);
  };

  private estimate(at: EpochMs): { readonly etaMs?: number } {
    if (this.done < ESTIMATE_FROM) return {};
    return { etaMs: Math.round(((at - this.startedAt) * (1 - this.done)) / this.done) };
  }
}
