import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { TOPICS } from '#contracts';
import { RejectedEventStore } from '#database';
import type { Consumption, EventLog } from '#event-log';
import { EVENT_LOG, LOGGER, type Logger } from '#service';

const GROUP = 'rejected';
const BATCH_SIZE_MAX = 500;

/** Brings what any part of Cartwise rejected into the table people look at. */
@Injectable()
export class RejectedConsumer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private consumption: Consumption | undefined;

  constructor(
    @Inject(EVENT_LOG) private readonly eventLog: EventLog,
    private readonly rejected: RejectedEventStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.consumption = await this.eventLog.consume({
      group: GROUP,
      topic: TOPICS.eventsRejected,
      batchSizeMax: BATCH_SIZE_MAX,
      handle: (transaction, { records }) =>
        this.rejected.add(
          transaction,
          records.map(({ value }) => TOPICS.eventsRejected.codec.decode(value ?? new Uint8Array())),
        ),
      // Sent to events.rejected it would come back here: it stays on the topic, and someone must look.
      onPoison: async (_transaction, topic, { partition, offset }, error) => {
        this.logger.error({ err: error, topic, partition, offset }, 'a rejected event cannot be stored');
      },
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.consumption?.stop();
  }
}
