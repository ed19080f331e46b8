import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { TOPICS } from '#contracts';
import type { ShopAlert, Sql } from '#database';
import type { Batch, Consumption, EventLog, LogRecord } from '#event-log';
import { CLOCK, EVENT_LOG, eventOf, rejectPoison, type Clock } from '#service';
import { AlertAnnouncer } from '../alerts/alert-announcer.ts';
import {
  ANOMALY_GROUP,
  screenEvents,
  type PlacedEvents,
  type ScreeningDependencies,
} from './screen-events.ts';
import { SCREENING } from './screening.token.ts';

/** One transaction: large enough to share its cost, small enough that a retry is short. */
const BATCH_SIZE_MAX = 1_000;

/** Screens events.v1. */
@Injectable()
export class EventConsumer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private consumption: Consumption | undefined;

  constructor(
    @Inject(EVENT_LOG) private readonly eventLog: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SCREENING) private readonly screening: ScreeningDependencies,
    private readonly announcer: AlertAnnouncer,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    // By batch: raised in its transaction, counted once that has committed.
    const raisedIn = new WeakMap<Batch, readonly ShopAlert[]>();
    this.consumption = await this.eventLog.consume({
      group: ANOMALY_GROUP,
      topic: TOPICS.events,
      batchSizeMax: BATCH_SIZE_MAX,
      handle: async (transaction, batch) => {
        raisedIn.set(batch, await this.screen(transaction, batch));
      },
      onPoison: rejectPoison(ANOMALY_GROUP),
      onCommitted: (batch) => {
        this.announcer.announce(raisedIn.get(batch) ?? []);
      },
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.consumption?.stop();
  }

  private screen(sql: Sql, { records }: Batch): Promise<readonly ShopAlert[]> {
    return screenEvents(this.screening, sql, byPartition(records).map(placedEvents), this.clock());
  }
}

function byPartition(records: readonly LogRecord[]): readonly (readonly LogRecord[])[] {
  const found = new Map<number, LogRecord[]>();
  for (const record of records) {
    const others = found.get(record.partition);
    if (others === undefined) found.set(record.partition, [record]);
    else others.push(record);
  }
  return [...found.values()];
}

function placedEvents(records: readonly LogRecord[]): PlacedEvents {
  return {
    partition: records[0]?.partition ?? 0,
    firstOffset: records[0]?.offset ?? 0,
    untilOffset: (records.at(-1)?.offset ?? -1) + 1,
    events: records.flatMap((record) => (record.value === null ? [] : [eventOf(record)])),
  };
}
