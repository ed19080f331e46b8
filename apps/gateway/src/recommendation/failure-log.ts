import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, LOGGER, type Clock, type Logger } from '#service';
import { RecommendersBusy } from '../recommenders/recommenders-busy.ts';
import type { Answer } from './answer.ts';

/** Overload fails thousands of strategies a second: they are told together. */
const TOLD_EVERY_MS = 10_000;

/** Says in the log which strategies failed: overload as one warning now and then, everything else as the error it is. */
@Injectable()
export class FailureLog {
  private busy = 0;
  private toldAtMs = -Infinity;

  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  tell(method: string, failures: Answer['failures']): void {
    for (const { strategy, error } of failures) {
      if (error instanceof RecommendersBusy) this.countBusy(error);
      else this.logger.error({ method, strategy, err: error }, 'a strategy failed; the next one answered');
    }
  }

  private countBusy({ message }: RecommendersBusy): void {
    this.busy++;
    const nowMs = this.clock();
    if (nowMs - this.toldAtMs < TOLD_EVERY_MS) return;
    this.logger.warn({ times: this.busy }, `${message}: simpler strategies answered`);
    this.busy = 0;
    this.toldAtMs = nowMs;
  }
}
