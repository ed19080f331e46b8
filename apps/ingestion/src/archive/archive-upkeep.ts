import { Inject, Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Database, EventArchive, forgetOldApplied, RejectedEventStore } from '#database';
import { CLOCK, LOGGER, type Clock, type Logger } from '#service';

const DAY_MS = 86_400_000;
/** A replay keeps the time its event was received, which may be as old as a rejected event is kept. */
const MONTHS_BACK = [3, 2, 1, 0] as const;

/** What the tables of ingestion need now and then: partitions ahead of time, and an end to what is too old. */
@Injectable()
export class ArchiveUpkeep implements OnModuleInit, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly archive: EventArchive,
    private readonly rejected: RejectedEventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Before any consumer starts: without its partition an event cannot be archived. */
  async onModuleInit(): Promise<void> {
    for (const months of MONTHS_BACK)
      await this.archive.ensurePartitions(this.clock() - months * 31 * DAY_MS);
    this.timer = setInterval(() => {
      this.running = this.runDaily();
    }, DAY_MS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async runDaily(): Promise<void> {
    try {
      await this.archive.ensurePartitions(this.clock());
      const ids = await forgetOldApplied(this.database);
      const rejected = await this.rejected.forgetOld();
      this.logger.info({ ids, rejected }, 'daily upkeep is done');
    } catch (error) {
      this.logger.error({ err: error }, 'daily upkeep failed; the next one is tomorrow');
    }
  }
}
