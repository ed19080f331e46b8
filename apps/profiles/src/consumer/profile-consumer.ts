import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { TOPICS } from '#contracts';
import { ProfileStore } from '#database';
import { OutboxRelay, type Consumption, type EventLog } from '#event-log';
import { EVENT_LOG, rejectPoison, ShopDirectory } from '#service';
import { applyEvents, PROFILES_GROUP } from './apply-events.ts';
import { ProfileMetrics } from './profile-metrics.ts';

/** One transaction: large enough to amortise its cost, small enough that a retry is short. */
const BATCH_SIZE_MAX = 1_000;

/** Keeps profiles up with events.v1, and profiles.v1 up with the profiles. */
@Injectable()
export class ProfileConsumer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private consumption: Consumption | undefined;

  constructor(
    @Inject(EVENT_LOG) private readonly eventLog: EventLog,
    private readonly outbox: OutboxRelay,
    private readonly profiles: ProfileStore,
    private readonly shops: ShopDirectory,
    private readonly metrics: ProfileMetrics,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.outbox.resolveWith(TOPICS.profiles, (recordKeys) => this.profiles.newestBytes(recordKeys));
    this.consumption = await this.eventLog.consume({
      group: PROFILES_GROUP,
      topic: TOPICS.events,
      batchSizeMax: BATCH_SIZE_MAX,
      handle: async (transaction, batch) => {
        const { profiles, shops } = this;
        this.metrics.count(await applyEvents({ profiles, shops }, transaction, batch));
      },
      onPoison: rejectPoison(PROFILES_GROUP),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.consumption?.stop();
  }
}
