import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Database, UpkeepStore } from '#database';
import { CLOCK, LOGGER, RepeatedWork, type Clock, type Logger } from '#service';
import { CHORES, type Chore } from './chore.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Once a day, in one of all processes, deletes what no score, chargeback or analyst can ask for any more. */
@Injectable()
export class AnomalyUpkeep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly upkeep: UpkeepStore;
  private readonly running = new RepeatedWork(HOUR_MS, () => this.runIfDue());

  constructor(
    database: Database,
    @Inject(CHORES) private readonly chores: readonly Chore[],
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.upkeep = new UpkeepStore(database);
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
      if (!(await this.upkeep.claim('anomaly', DAY_MS, this.clock()))) return;
      const done: Record<string, number> = {};
      for (const { name, run } of this.chores) done[name] = await run(this.clock());
      this.logger.info(done, 'daily upkeep is done');
    } catch (err) {
      this.logger.error({ err }, 'daily upkeep failed; the next one is tomorrow');
    }
  }
}
