import type { EpochMs, ShopId } from '#contracts';
import type { TrainingAttempts } from '#database';

/** Time between trainings, counted from the last attempt that the store knows of, so that a restart changes nothing. */
export class TrainingInterval {
  private begunHereAt: EpochMs | undefined;

  constructor(
    private readonly attempts: Pick<TrainingAttempts, 'latest'>,
    private readonly shopIds: readonly ShopId[],
    readonly everyMs: number,
  ) {}

  /** A run begins; one that fails before the store hears of it is an attempt as well. */
  begin(at: EpochMs): void {
    this.begunHereAt = at;
  }

  /** Until the next run is due, 0 when it is; undefined when there never was one. */
  async msLeft(now: EpochMs): Promise<number | undefined> {
    const begunAt = [await this.attempts.latest(this.shopIds), this.begunHereAt].filter(
      (at) => at !== undefined,
    );
    if (begunAt.length === 0) return undefined;
    // A clock that was set back must not make anyone wait for longer than the interval.
    const elapsedMs = Math.max(0, now - Math.max(...begunAt));
    return Math.max(0, this.everyMs - elapsedMs);
  }
}
