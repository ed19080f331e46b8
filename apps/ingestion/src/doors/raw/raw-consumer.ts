import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { profileKey, recordKey, TOPICS } from '#contracts';
import { findTaken } from '#database';
import {
  enqueue,
  outboxRecord,
  type Batch,
  type Consumption,
  type EventLog,
  type Transaction,
} from '#event-log';
import { CLOCK, EVENT_LOG, LOGGER, rejectPoison, ShopDirectory, type Clock, type Logger } from '#service';
import { acceptedOf, rejectedOf } from '../../intake/judgement.ts';
import { markDuplicates } from '../../intake/mark-duplicates.ts';
import { rejectedKey } from '../../intake/rejected-key.ts';
import { VerdictMetrics } from '../../intake/verdict-metrics.ts';
import { judgeRecords, maskedValue } from './judge-records.ts';
import { WrongKeyWarning } from './wrong-key-warning.ts';

const GROUP = 'ingestion-raw';
const BATCH_SIZE_MAX = 1_000;

/** The door for systems that write to the log themselves: events.raw through the same steps, each exactly once. */
@Injectable()
export class RawConsumer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private consumption: Consumption | undefined;
  private readonly wrongKeys: WrongKeyWarning;

  constructor(
    @Inject(EVENT_LOG) private readonly eventLog: EventLog,
    private readonly shops: ShopDirectory,
    private readonly metrics: VerdictMetrics,
    @Inject(CLOCK) clock: Clock,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.wrongKeys = new WrongKeyWarning(logger, clock);
  }

  async onApplicationBootstrap(): Promise<void> {
    const reject = rejectPoison(GROUP);
    this.consumption = await this.eventLog.consume({
      group: GROUP,
      topic: TOPICS.eventsRaw,
      batchSizeMax: BATCH_SIZE_MAX,
      handle: (transaction, batch) => this.handle(transaction, batch),
      onPoison: (transaction, topic, record, error) =>
        reject(transaction, topic, { ...record, value: maskedValue(record) }, error),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.consumption?.stop();
  }

  private async handle(transaction: Transaction, batch: Batch): Promise<void> {
    for (const { shop, judgements } of judgeRecords(batch.records, this.shops, GROUP)) {
      const taken = await findTaken(transaction, acceptedOf(judgements));
      const decided = markDuplicates(judgements, (_shopId, eventId) => taken.has(eventId));
      await enqueue(transaction, [
        ...acceptedOf(decided).map((event) =>
          outboxRecord(TOPICS.events, recordKey(event.shopId, profileKey(event)), event),
        ),
        ...rejectedOf(decided).map((record) =>
          outboxRecord(TOPICS.eventsRejected, rejectedKey(record), record),
        ),
      ]);
      this.metrics.count(shop, 'kafka', decided);
      if (shop === '') this.wrongKeys.count(decided.length);
    }
  }
}
