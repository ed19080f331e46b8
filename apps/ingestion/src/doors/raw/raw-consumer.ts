import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { profileKey, recordKey, TOPICS } from '#contracts';
import { ARCHIVE_GROUP, findApplied } from '#database';
import {
  enqueue,
  outboxRecord,
  OutboxRelay,
  type Batch,
  type Consumption,
  type EventLog,
  type Transaction,
} from '#event-log';
import { EVENT_LOG, rejectPoison, ShopDirectory } from '#service';
import { acceptedOf, rejectedOf } from '../../intake/judgement.ts';
import { markDuplicates } from '../../intake/mark-duplicates.ts';
import { rejectedKey } from '../../intake/rejected-key.ts';
import { VerdictMetrics } from '../../intake/verdict-metrics.ts';
import { judgeRecords, maskedValue } from './judge-records.ts';

const GROUP = 'ingestion-raw';
const BATCH_SIZE_MAX = 1_000;

/** The door for systems that write to the log themselves: events.raw through the same steps, each exactly once. */
@Injectable()
export class RawConsumer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private consumption: Consumption | undefined;

  constructor(
    @Inject(EVENT_LOG) private readonly eventLog: EventLog,
    private readonly outbox: OutboxRelay,
    private readonly shops: ShopDirectory,
    private readonly metrics: VerdictMetrics,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const reject = rejectPoison(GROUP);
    this.consumption = await this.eventLog.consume({
      group: GROUP,
      topic: TOPICS.eventsRaw,
      batchSizeMax: BATCH_SIZE_MAX,
      handle: (transaction, batch) => this.handle(transaction, batch),
      onPoison: (transaction, topic, record, error) =>
        reject(transaction, topic, { ...record, value: maskedValue(record) }, error),
      onCommitted: () => this.outbox.wake(),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.consumption?.stop();
  }

  private async handle(transaction: Transaction, batch: Batch): Promise<void> {
    for (const { shop, judgements } of judgeRecords(batch.records, this.shops, GROUP)) {
      const archived = await findApplied(transaction, ARCHIVE_GROUP, acceptedOf(judgements));
      const decided = markDuplicates(judgements, (_shopId, eventId) => archived.has(eventId));
      await enqueue(transaction, [
        ...acceptedOf(decided).map((event) =>
          outboxRecord(TOPICS.events, recordKey(event.shopId, profileKey(event)), event),
        ),
        ...rejectedOf(decided).map((record) =>
          outboxRecord(TOPICS.eventsRejected, rejectedKey(record), record),
        ),
      ]);
      this.metrics.count(shop, 'kafka', decided);
    }
  }
}
