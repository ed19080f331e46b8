import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Topic } from '#contracts';
import type { Batch, ConsumeOptions, EventLog, LogRecord, RunInTransaction, Transaction } from '#event-log';
import { startPostgres } from '#test-support';
import type { AppendLimits } from '../../../libs/event-log/src/append-queue.ts';

/** What a test may want other than the defaults. */
export interface OpenOptions {
  readonly runInTransaction?: RunInTransaction;
  readonly appendLimits?: AppendLimits;
}

/** One adapter on real servers. Each `open` is what another process would open. */
export interface EventLogServers extends AsyncDisposable {
  readonly connectionString: string;
  open(connectionString: string, runInTransaction: RunInTransaction, options: OpenOptions): Promise<EventLog>;
}

export const text = {
  encode: (value: string): Uint8Array => new TextEncoder().encode(value),
  decode: (bytes: Uint8Array): string => new TextDecoder().decode(bytes),
};

export function bodyOf({ value }: LogRecord): string | null {
  return value === null ? null : text.decode(value);
}

/** A topic of the test's own. */
export function newTopic(overrides: Partial<Topic<string>> = {}): Topic<string> {
  return {
    name: `test.${randomUUID()}`,
    key: 'any',
    partitions: 4,
    retention: { retentionMs: 3_600_000 },
    codec: text,
    writers: ['test'],
    readers: ['test'],
    ...overrides,
  };
}

/** What consumers did, in the database their offsets are in. */
export interface Effect {
  readonly consumer: string;
  readonly partition: number;
  readonly record_offset: number;
  readonly key: string;
  readonly body: string | null;
}

const ignore = (): void => undefined;

/** Opens logs on the servers for one test and keeps the books of effects; closes what it opened. */
export class EventLogTest implements AsyncDisposable {
  readonly #servers: EventLogServers;
  readonly #opened: EventLog[] = [];
  readonly pool: pg.Pool;

  constructor(servers: EventLogServers) {
    this.#servers = servers;
    this.pool = new pg.Pool({ connectionString: servers.connectionString, max: 10 });
    // An idle connection may outlive the server by a moment.
    this.pool.on('error', ignore);
  }

  get connectionString(): string {
    return this.#servers.connectionString;
  }

  async open(options: OpenOptions = {}): Promise<EventLog> {
    const runInTransaction = options.runInTransaction ?? this.runInTransaction;
    const log = await this.#servers.open(this.connectionString, runInTransaction, options);
    this.#opened.push(log);
    return log;
  }

  readonly runInTransaction: RunInTransaction = async (work) => {
    const client = await this.pool.connect();
    // A connection lost between two queries: the next query says so.
    client.on('error', ignore);
    try {
      await client.query('BEGIN');
      const result = await work({
        query: async (sql, values) => (await client.query(sql, values as unknown[])).rows,
      });
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch(ignore);
      throw error;
    } finally {
      client.off('error', ignore);
      client.release();
    }
  };

  /** A handler that writes down each record it gets; `after` runs behind it, in the same transaction. */
  recordsEffects(consumer: string, after?: (batch: Batch) => void | Promise<void>): ConsumeOptions['handle'] {
    return async (transaction, batch) => {
      await insertEffects(transaction, consumer, batch.records);
      await after?.(batch);
    };
  }

  async effects(consumer: string): Promise<Effect[]> {
    const { rows } = await this.pool.query<Effect>(
      `SELECT consumer, partition, record_offset::int, key, body FROM effect WHERE consumer = $1 ORDER BY id`,
      [consumer],
    );
    return rows;
  }

  /** Waits until the consumer has had `count` effects, and returns them. */
  async untilEffects(consumer: string, count: number): Promise<Effect[]> {
    await eventually(async () => (await this.effects(consumer)).length >= count);
    return this.effects(consumer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#opened.map((log) => log.close()));
    await this.pool.end();
  }
}

async function insertEffects(transaction: Transaction, consumer: string, records: readonly LogRecord[]) {
  await transaction.query(
    `INSERT INTO effect (consumer, partition, record_offset, key, body)
     SELECT $1, * FROM unnest($2::int[], $3::bigint[], $4::text[], $5::text[])`,
    [
      consumer,
      records.map(({ partition }) => partition),
      records.map(({ offset }) => offset),
      records.map(({ key }) => key),
      records.map(bodyOf),
    ],
  );
}

/** A database with the table of effects. */
export async function startEffectsDatabase(): Promise<
  AsyncDisposable & { readonly connectionString: string }
> {
  const postgres = await startPostgres();
  const client = new pg.Client({ connectionString: postgres.connectionString });
  await client.connect();
  await client.query(
    `CREATE TABLE effect (
       id bigserial PRIMARY KEY, consumer text, partition int, record_offset bigint, key text, body text
     )`,
  );
  await client.end();
  return postgres;
}

const LOOK_AGAIN_MS = 10;

/** Waits for something that will come; the test's own timeout is the only limit. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(LOOK_AGAIN_MS);
}

/** A door that stays shut until it is opened. */
export function gate(): { readonly passed: Promise<void>; open(): void } {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open: () => open() };
}

export const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Records "value-0", "value-1", … of keys that take turns. */
export const numbered = (count: number, keys = 10): { key: string; value: string }[] =>
  range(count).map((index) => ({ key: `key-${index % keys}`, value: `value-${index}` }));

export const newGroup = (): string => `group-${randomUUID()}`;

export function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

/** For consumers that must not meet poison. */
export const noPoison: ConsumeOptions['onPoison'] = (_transaction, _topic, record, error) =>
  Promise.reject(new Error(`record ${record.offset} became poison`, { cause: error }));
