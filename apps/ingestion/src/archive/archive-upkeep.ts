import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { Database, EventArchive, forgetOldApplied, RejectedEventStore, UpkeepStore } from '#database';
import { CLOCK, LOGGER, RepeatedWork, type Clock, type Logger } from '#service';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A replay keeps the time its event was received, which may be as old as a rejected event is kept. */
const MONTHS_BACK = [3, 2, 1, 0] as const;

/**
 * What the tables of ingestion need once a day, in one of all processes: partitions ahead of time, and an end to what is
 * too old.
 */
@Injectable()
export class ArchiveUpkeep implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly upkeep: UpkeepStore;
  private readonly running = new RepeatedWork(HOUR_MS, () => this.runIfDue());

  constructor(
    private readonly database: Database,
    private readonly archive: EventArchive,
    private readonly rejected: RejectedEventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.upkeep = new UpkeepStore(database);
  }

  /** Before any consumer starts: without its partition an event cannot be archived. */
  async onModuleInit(): Promise<void> {
    for (const months of MONTHS_BACK)
      await this.archive.ensurePartitions(this.clock() - months * 31 * DAY_MS);
  }

  /** Asks at the start and each hour: a process that is restarted every day would never live to a daily timer. */
  onApplicationBootstrap(): void {
    void this.running.now();
    this.running.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.running.stop();
  }

  private async runIfDue(): Promise<void> {
    try {
      if (!(await this.upkeep.claim('ingestion', DAY_MS, this.clock()))) return;
      await this.archive.ensurePartitions(this.clock());
      const ids = await forgetOldApplied(this.database);
      const rejected = await this.rejected.forgetOld();
      this.logger.info({ ids, rejected }, 'daily upkeep is done');
    } catch (error) {
      this.logger.error({ err: error }, 'daily upkeep failed; the next one is tomorrow');
    }
  }
}
