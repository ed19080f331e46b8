import { describe, expect, it } from '@jest/globals';
import { enqueue, outboxNewest, outboxRecord, OutboxRelay, type EventLog, type LogRecord } from '#event-log';
import type { Topic } from '#contracts';
import { bodyOf, EventLogTest, eventually, newTopic, text, type EventLogServers } from './event-log-test.ts';

/** What leaves through the outbox, on every adapter. */
export function describeOutbox(servers: () => EventLogServers): void {
  describe('the outbox', () => {
    it('sends what committed transactions enqueued, in order, and nothing of the others', async () => {
      await using test = new EventLogTest(servers());
      const [log, topic] = [await test.open(), newTopic({ partitions: 1, retention: 'compacted' })];
      await log.createTopics([topic]);
      const seen = await readAll(log, topic);
      // Far too late for this test: it is woken.
      await using _relay = startRelay(test, log, topic, 3_600_000);
      await test.runInTransaction((transaction) =>
        enqueue(transaction, [outboxRecord(topic, 'a', 'one'), outboxRecord(topic, 'b', 'two')]),
      );
      const aborted = test.runInTransaction(async (transaction) => {
        await enqueue(transaction, [outboxRecord(topic, 'a', 'never')]);
        throw new Error('changed its mind');
      });
      await expect(aborted).rejects.toThrow('changed its mind');
      await test.runInTransaction((transaction) => enqueue(transaction, [outboxRecord(topic, 'a', null)]));
      await eventually(() => seen.length >= 3);
      expect(seen.map((record) => [record.key, bodyOf(record)])).toEqual([
        ['a', 'one'],
        ['b', 'two'],
        ['a', null],
      ]);
      await eventually(async () => (await rowsLeft(test, topic)) === 0);
    });

    it('keeps rows while no relay runs, and another one sends them', async () => {
      await using test = new EventLogTest(servers());
      const [log, topic] = [await test.open(), newTopic({ partitions: 1 })];
      await log.createTopics([topic]);
      const seen = await readAll(log, topic);
      {
        await using _first = startRelay(test, log, topic);
        await test.runInTransaction((tx) => enqueue(tx, [outboxRecord(topic, 'k', 'before')]));
        await eventually(() => seen.length === 1);
      }
      await test.runInTransaction((tx) => enqueue(tx, [outboxRecord(topic, 'k', 'between')]));
      expect(await rowsLeft(test, topic)).toBe(1);
      await using _second = startRelay(test, log, topic);
      await eventually(() => seen.length === 2);
      expect(seen.map(bodyOf)).toEqual(['before', 'between']);
    });

    it('survives a log that cannot be written for a while', async () => {
      await using test = new EventLogTest(servers());
      const [log, topic] = [await test.open(), newTopic({ partitions: 1 })];
      await log.createTopics([topic]);
      const seen = await readAll(log, topic);
      let failures = 3;
      const flaky = withAppend(log, (...call) =>
        failures-- > 0 ? Promise.reject(new Error('brokers are away')) : log.append(...call),
      );
      await using _relay = startRelay(test, flaky, topic);
      await test.runInTransaction((tx) =>
        enqueue(tx, [outboxRecord(topic, 'k', 'one'), outboxRecord(topic, 'k', 'two')]),
      );
      await eventually(() => seen.length >= 2);
      expect(seen.map(bodyOf)).toEqual(['one', 'two']);
    });

    it('sends the newest value once for many rows that name only its key', async () => {
      await using test = new EventLogTest(servers());
      const [log, topic] = [await test.open(), newTopic({ partitions: 1, retention: 'compacted' })];
      await log.createTopics([topic]);
      const seen = await readAll(log, topic);
      const store = new Map([
        ['kept', 'version 3'],
        ['other', 'version 1'],
      ]);
      await test.runInTransaction((tx) =>
        enqueue(
          tx,
          ['kept', 'kept', 'other', 'kept', 'gone'].map((key) => outboxNewest(topic, key)),
        ),
      );
      await using relay = startRelay(test, log, topic);
      relay.resolveWith(topic, async (keys) => {
        const newest = new Map<string, Uint8Array | null>();
        for (const key of keys) newest.set(key, store.has(key) ? text.encode(store.get(key) ?? '') : null);
        return newest;
      });
      await eventually(() => seen.length >= 3);
      await eventually(async () => (await rowsLeft(test, topic)) === 0);
      expect(new Map(seen.map((record) => [record.key, bodyOf(record)]))).toEqual(
        new Map([...store, ['gone', null]]),
      );
      expect(seen).toHaveLength(3);
    });

    it('is sent by one relay when several run, and by another when that one stops', async () => {
      await using test = new EventLogTest(servers());
      const [log, topic] = [await test.open(), newTopic({ partitions: 1 })];
      await log.createTopics([topic]);
      const seen = await readAll(log, topic);
      const relays = [startRelay(test, log, topic), startRelay(test, log, topic)] as const;
      for (const index of Array.from({ length: 20 }, (_, each) => each)) {
        await test.runInTransaction((tx) => enqueue(tx, [outboxRecord(topic, 'k', String(index))]));
        if (index === 10) await relays[0].stop();
      }
      await eventually(() => seen.length >= 20);
      await relays[1].stop();
      expect(seen.map(bodyOf)).toEqual(Array.from({ length: 20 }, (_, index) => String(index)));
    });

    it('refuses a row that the log would refuse for ever', async () => {
      await using test = new EventLogTest(servers());
      const topic = newTopic();
      await test.open();
      await expect(
        test.runInTransaction((tx) => enqueue(tx, [outboxRecord(topic, 'k', 'x'.repeat(1_000_001))])),
      ).rejects.toMatchObject({ code: 'REQUEST_TOO_LARGE' });
    });
  });
}

async function readAll(log: EventLog, topic: Topic): Promise<LogRecord[]> {
  const seen: LogRecord[] = [];
  await log.follow({
    topic,
    from: 'earliest',
    batchSizeMax: 100,
    handle: async ({ records }) => void seen.push(...records),
  });
  return seen;
}

function startRelay(
  test: EventLogTest,
  eventLog: EventLog,
  topic: Topic,
  pollMs = 100,
): OutboxRelay & AsyncDisposable {
  const relay = new OutboxRelay({
    connectionString: test.connectionString,
    eventLog,
    topics: [topic],
    pollMs,
  });
  relay.start();
  return Object.assign(relay, { [Symbol.asyncDispose]: () => relay.stop() });
}

function withAppend(log: EventLog, append: EventLog['append']): EventLog {
  return {
    createTopics: (topics) => log.createTopics(topics),
    append,
    consume: (options) => log.consume(options),
    follow: (options) => log.follow(options),
    lag: (group, topic) => log.lag(group, topic),
    stats: () => log.stats(),
    close: () => log.close(),
  };
}

async function rowsLeft(test: EventLogTest, topic: Topic): Promise<number> {
  const { rows } = await test.pool.query<{ count: number }>(
    'SELECT count(*)::int FROM event_log.outbox WHERE topic = $1',
    [topic.name],
  );
  return rows[0]?.count ?? -1;
}
