import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Database, OrderEntitiesStore, UpkeepStore, VelocityStore, WebhookStore } from '#database';
import { VELOCITY_IDLE_DAYS } from '#ml';
import { CLOCK, LOGGER, type Clock, type Logger } from '#service';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const IDLE_DAYS: ReadonlyMap<string, number> = new Map(Object.entries(VELOCITY_IDLE_DAYS));

/** Once a day, in one of all processes, deletes what no score, chargeback or analyst can ask for any more. */
@Injectable()
export class AnomalyUpkeep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly upkeep: UpkeepStore;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly velocity: VelocityStore,
    private readonly orders: OrderEntitiesStore,
    private readonly webhooks: WebhookStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.upkeep = new UpkeepStore(database);
  }

  /** Asks at the start and each hour: a process that is restarted every day would never live to a daily timer. */
  onApplicationBootstrap(): void {
    this.running = this.runIfDue();
    this.timer = setInterval(() => {
      this.running = this.running.then(() => this.runIfDue());
    }, HOUR_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async runIfDue(): Promise<void> {
    try {
      if (!(await this.upkeep.claim('anomaly', DAY_MS, this.clock()))) return;
      const aggregates = await this.velocity.forgetIdle(IDLE_DAYS);
      const orders = await this.orders.forgetOld(this.database);
      const deliveries = await this.webhooks.forgetFinished();
      this.logger.info({ aggregates, orders, deliveries }, 'daily upkeep is done');
    } catch (err) {
      this.logger.error({ err }, 'daily upkeep failed; the next one is tomorrow');
    }
  }
}
