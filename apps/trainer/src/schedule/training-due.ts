import type { EpochMs } from '#contracts';
import type { DriftWatch } from './drift-watch.ts';
import type { TrainingInterval } from './training-interval.ts';

/** Drift is measured this often: it reads two pages of the archive. */
const MEASURE_EVERY_MS = 3_600_000;
/** Nor before this share of the interval: drift makes trainings at most four times as frequent. */
const REST_SHARE = 0.25;

export type Due =
  | { readonly kind: 'never-trained' }
  | { readonly kind: 'due'; readonly because: string }
  /** Ask again then. */
  | { readonly kind: 'later'; readonly ms: number };

/** When to train: after the interval, or earlier when popularity or orders drift or many frauds were found. */
export class TrainingDue {
  private measuredAt: EpochMs | undefined;

  constructor(
    private readonly interval: Pick<TrainingInterval, 'everyMs' | 'msLeft' | 'begin'>,
    /** Absent: only the interval counts. */
    private readonly drift: Pick<DriftWatch, 'reason'> | undefined,
  ) {}

  begin(at: EpochMs): void {
    this.interval.begin(at);
  }

  async at(now: EpochMs): Promise<Due> {
    const msLeft = await this.interval.msLeft(now);
    if (msLeft === undefined) return { kind: 'never-trained' };
    if (msLeft === 0) return { kind: 'due', because: 'schedule: the time between trainings is over' };
    if (this.drift === undefined) return { kind: 'later', ms: msLeft };
    const restMs = msLeft - (1 - REST_SHARE) * this.interval.everyMs;
    const waitMs = Math.max(restMs, this.untilMeasured(now));
    if (waitMs > 0) return { kind: 'later', ms: Math.min(msLeft, waitMs) };
    this.measuredAt = now;
    const because = await this.drift.reason(now);
    return because === undefined
      ? { kind: 'later', ms: Math.min(msLeft, MEASURE_EVERY_MS) }
      : { kind: 'due', because };
  }

  private untilMeasured(now: EpochMs): number {
    if (this.measuredAt === undefined) return 0;
    // A clock that was set back must not make anyone wait for longer.
    return MEASURE_EVERY_MS - Math.max(0, now - this.measuredAt);
  }
}
