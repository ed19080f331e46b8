import type { Logger } from '#service';

const WARN_EVERY_MS = 60_000;

/**
 * Says in the log that records come under a key of no shop. No shop's list shows them, and whoever writes to the log
 * gets no answer: without this line nobody would learn of it. Once a minute, with how many there were since the last.
 */
export class WrongKeyWarning {
  private records = 0;
  private warnedAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly logger: Pick<Logger, 'warn'>,
    private readonly nowMs: () => number,
  ) {}

  count(records: number): void {
    this.records += records;
    if (this.records === 0 || this.nowMs() - this.warnedAtMs < WARN_EVERY_MS) return;
    this.warnedAtMs = this.nowMs();
    this.logger.warn(
      { records: this.records, code: 'EVENT_WRONG_KEY' },
      'records of events.raw have a key that begins with no known shop id; they are on events.rejected',
    );
    this.records = 0;
  }
}
