import { recordKey, profileKey, TOPICS, type Event } from '#contracts';
import { Database, ProfileStore } from '#database';
import { openEventLog, type Batch, type PartitionBatch, type Transaction } from '#event-log';
import { ShopDirectory } from '#service';
import { startPostgres } from '#test-support';
import { applyEvents } from '../consumer/apply-events.ts';
import { TEST_CURRENCY, TEST_SHOP_ID } from './test-event.ts';

/** The profiles' database side on a real PostgreSQL, without a running consumer: tests deliver batches by hand. */
export interface ProfilesBench extends AsyncDisposable {
  readonly database: Database;
  readonly profiles: ProfileStore;
  readonly shops: ShopDirectory;
  /** Applies the events as one batch, in the transaction given or in one of its own. */
  apply(batch: Batch, transaction?: Transaction): Promise<void>;
}

export async function startProfilesBench(): Promise<ProfilesBench> {
  const server = await startPostgres();
  const { connectionString } = server;
  const database = await Database.open({ connectionString });
  const log = await openEventLog({
    kind: 'postgres',
    connectionString,
    runInTransaction: (work) => database.transaction(work),
  });
  const profiles = new ProfileStore(database);
  const shops = new ShopDirectory([
    {
      id: TEST_SHOP_ID,
      keys: [{ key: 'test-key-0123456789', role: 'server' }],
      hashKey: 'x'.repeat(32),
      currency: TEST_CURRENCY,
    },
  ]);
  const applyIn = async (transaction: Transaction, batch: Batch) => {
    await applyEvents({ profiles, shops }, transaction, batch);
  };
  return {
    database,
    profiles,
    shops,
    apply: (batch, transaction) =>
      transaction === undefined
        ? database.transaction((sql) => applyIn(sql, batch))
        : applyIn(transaction, batch),
    async [Symbol.asyncDispose]() {
      await log.close();
      await database.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** A partition of events.v1 whose next offset it knows. */
export class TestPartition {
  private nextOffset = 0;

  constructor(private readonly partition: number) {}

  batch(...events: readonly Event[]): PartitionBatch {
    return {
      topic: TOPICS.events.name,
      partition: this.partition,
      records: events.map((event) => ({
        partition: this.partition,
        offset: this.nextOffset++,
        key: recordKey(event.shopId, profileKey(event)),
        value: TOPICS.events.codec.encode(event),
        appendedAt: event.receivedAt,
      })),
    };
  }
}
