import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { recordKey, TOPICS } from '#contracts';
import { ARCHIVE_GROUP, EventArchive, ItemStore, takeUnapplied, type ItemKey } from '#database';
import {
  enqueue,
  outboxNewest,
  type Batch,
  type Consumption,
  type EventLog,
  type Transaction,
} from '#event-log';
import { EVENT_LOG, eventOf, rejectPoison } from '#service';
import { KnownItems } from './known-items.ts';
import { itemsOfEvent } from './items-of-event.ts';

const BATCH_SIZE_MAX = 1_000;
/** Of what reads the archive nothing is in a hurry. */
const REST_MS = 50;

/** Keeps every event for good, once, and gives an item that only events speak of a row in the catalogue. */
@Injectable()
export class ArchiveConsumer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly known = new KnownItems();
  /** Items of the batches in hand, known for certain once they are committed. */
  private readonly uncommitted = new WeakMap<Batch, readonly ItemKey[]>();
  private consumption: Consumption | undefined;

  constructor(
    @Inject(EVENT_LOG) private readonly eventLog: EventLog,
    private readonly archive: EventArchive,
    private readonly items: ItemStore,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.consumption = await this.eventLog.consume({
      group: ARCHIVE_GROUP,
      topic: TOPICS.events,
      batchSizeMax: BATCH_SIZE_MAX,
      restMs: REST_MS,
      handle: (transaction, batch) => this.handle(transaction, batch),
      onPoison: rejectPoison(ARCHIVE_GROUP),
      onCommitted: (batch) => {
        this.known.add(this.uncommitted.get(batch) ?? []);
      },
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.consumption?.stop();
  }

  private async handle(transaction: Transaction, batch: Batch): Promise<void> {
    const read = batch.records.map((record) => {
      const event = eventOf(record);
      const { partition, offset } = record;
      // Nothing but an event decodes, so there are bytes.
      const body = record.value ?? new Uint8Array();
      return { shopId: event.shopId, eventId: event.eventId, event, partition, offset, body };
    });
    const fresh = await takeUnapplied(transaction, ARCHIVE_GROUP, read);
    await this.archive.append(transaction, fresh);
    const told = this.known.unknownOf(fresh.flatMap(({ event }) => itemsOfEvent(event)));
    const added = await this.items.addUnknown(transaction, told);
    await enqueue(
      transaction,
      added.map(({ shopId, id }) => outboxNewest(TOPICS.items, recordKey(shopId, id))),
    );
    this.uncommitted.set(
      batch,
      told.map(({ shopId, id }) => ({ shopId, id })),
    );
  }
}
