import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { partitionOfKey, type EventLog, type LogRecord } from '#event-log';
import {
  bodyOf,
  EventLogTest,
  eventually,
  gate,
  newTopic,
  noPoison,
  startEffectsDatabase,
  type EventLogServers,
} from '../../../../test/contract/event-log/event-log-test.ts';
import { PostgresEventLog } from './postgres-event-log.ts';

const HOUR_MS = 3_600_000;

describe('PostgresEventLog in operation', () => {
  let database: Awaited<ReturnType<typeof startEffectsDatabase>>;
  let servers: EventLogServers;
  beforeAll(async () => {
    database = await startEffectsDatabase();
    servers = {
      connectionString: database.connectionString,
      open: (connectionString, runInTransaction) =>
        PostgresEventLog.open({ connectionString, runInTransaction, sessionTimeoutMs: 1_000, pollMs: 100 }),
      [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
    };
  });
  afterAll(async () => {
    await database?.[Symbol.asyncDispose]();
  });

  const openLog = (test: EventLogTest) =>
    PostgresEventLog.open({
      connectionString: test.connectionString,
      runInTransaction: test.runInTransaction,
    });

  async function readAll(
    log: Pick<EventLog, 'follow'>,
    topic: ReturnType<typeof newTopic>,
  ): Promise<LogRecord[]> {
    const seen: LogRecord[] = [];
    const follower = await log.follow({
      topic,
      from: 'earliest',
      batchSizeMax: 100,
      handle: async ({ records }) => void seen.push(...records),
    });
    await follower.caughtUp;
    await follower.stop();
    return seen;
  }

  it('writes all of an append or, where one of its partitions is not there, nothing', async () => {
    await using test = new EventLogTest(servers);
    const [log, topic] = [await test.open(), newTopic({ partitions: 2 })];
    await log.createTopics([topic]);
    await test.pool.query(
      `DELETE FROM event_log.partition_head WHERE partition = 1
       AND topic_id = (SELECT topic_id FROM event_log.topic WHERE name = $1)`,
      [topic.name],
    );
    const records = ['a', 'b', 'c', 'd'].map((key) => ({ key, value: key }));
    expect(new Set(records.map(({ key }) => partitionOfKey(key, 2)))).toEqual(new Set([0, 1]));
    await expect(log.append(topic, records)).rejects.toThrow('record_offset');
    expect(await readAll(log, topic)).toEqual([]);
  });

  it('compacts a topic to the newest record of each key, and a follower still catches up', async () => {
    await using test = new EventLogTest(servers);
    const log = await openLog(test);
    const topic = newTopic({ partitions: 2, retention: 'compacted' });
    await log.createTopics([topic]);
    for (const version of [1, 2, 3]) {
      await log.append(
        topic,
        ['a', 'b', 'c', 'd'].map((key) => ({ key, value: `${key}${version}` })),
      );
      if (version === 2) await log.sweep();
    }
    await log.append(topic, [{ key: 'd', value: null }]);
    await log.sweep();
    const kept = await readAll(log, topic);
    expect(new Map(kept.map((record) => [record.key, bodyOf(record)]))).toEqual(
      new Map([
        ['a', 'a3'],
        ['b', 'b3'],
        ['c', 'c3'],
        ['d', null],
      ]),
    );
    expect(kept).toHaveLength(4);
    await log.sweep(Date.now() + 25 * HOUR_MS);
    expect((await readAll(log, topic)).map(({ key }) => key).sort()).toEqual(['a', 'b', 'c']);
    await log.close();
  });

  it('drops records past the retention, read or not, and consumers go on with what is left', async () => {
    await using test = new EventLogTest(servers);
    const log = await openLog(test);
    const [topic, group] = [newTopic({ partitions: 1, retention: { retentionMs: HOUR_MS } }), randomUUID()];
    await log.createTopics([topic]);
    await log.append(topic, [
      { key: 'k', value: 'old' },
      { key: 'k', value: 'older' },
    ]);
    expect(await log.sweep(Date.now() + HOUR_MS / 2)).toBe(0);
    expect(await log.sweep(Date.now() + 2 * HOUR_MS)).toBe(2);
    await log.append(topic, [{ key: 'k', value: 'new' }]);
    await log.consume({
      group,
      topic,
      batchSizeMax: 10,
      handle: test.recordsEffects(group),
      onPoison: noPoison,
    });
    expect(await test.untilEffects(group, 1)).toMatchObject([{ record_offset: 2, body: 'new' }]);
    await log.close();
  });

  it('sweeps without disturbing those who append and read meanwhile', async () => {
    await using test = new EventLogTest(servers);
    const log = await openLog(test);
    const topic = newTopic({ partitions: 2, retention: 'compacted' });
    await log.createTopics([topic]);
    const versions = Array.from({ length: 40 }, (_, version) => version);
    const appended = Promise.all(
      versions.map((version) =>
        log.append(
          topic,
          ['a', 'b', 'c'].map((key) => ({ key, value: String(version) })),
        ),
      ),
    );
    for (let sweeps = 0; sweeps < 10; sweeps++) await log.sweep();
    await appended;
    await log.sweep();
    expect((await readAll(log, topic)).map(bodyOf)).toEqual(['39', '39', '39']);
    await log.close();
  });

  it('gives the partitions of a member that died to the living when its session expires', async () => {
    await using test = new EventLogTest(servers);
    const [log, topic, group] = [await test.open(), newTopic({ partitions: 2 }), randomUUID()];
    await log.createTopics([topic]);
    const dead = randomUUID();
    const { rows } = await test.pool.query<{ topic_id: number }>(
      'SELECT topic_id FROM event_log.topic WHERE name = $1',
      [topic.name],
    );
    const topicId = rows[0]?.topic_id;
    await test.pool.query(
      `INSERT INTO event_log.group_member VALUES ($1, $2, $3, clock_timestamp() + interval '500 milliseconds')`,
      [group, topicId, dead],
    );
    await test.pool.query(`INSERT INTO event_log.partition_lease VALUES ($1, $2, 0, $3), ($1, $2, 1, $3)`, [
      group,
      topicId,
      dead,
    ]);
    await log.append(
      topic,
      Array.from({ length: 20 }, (_, index) => ({ key: String(index), value: '' })),
    );
    await log.consume({
      group,
      topic,
      batchSizeMax: 5,
      handle: test.recordsEffects(group),
      onPoison: noPoison,
    });
    const effects = await test.untilEffects(group, 20);
    expect(new Set(effects.map(({ partition }) => partition))).toEqual(new Set([0, 1]));
  });

  it('outlives the loss of all its connections, and loses and repeats nothing', async () => {
    await using test = new EventLogTest(servers);
    const [log, topic, group] = [await test.open(), newTopic({ partitions: 2 }), randomUUID()];
    await log.createTopics([topic]);
    const inHand = gate();
    await log.consume({
      group,
      topic,
      batchSizeMax: 5,
      handle: test.recordsEffects(group, () => inHand.open()),
      onPoison: noPoison,
    });
    const append = (part: number) =>
      log.append(
        topic,
        Array.from({ length: 20 }, (_, index) => ({ key: String(index), value: String(part) })),
      );
    await append(0);
    await inHand.passed;
    const admin = await test.pool.connect();
    admin.on('error', () => undefined);
    await admin.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()',
    );
    admin.release();
    await eventually(() =>
      append(1).then(
        () => true,
        () => false,
      ),
    );
    await eventually(async () => [...(await log.lag(group, topic)).values()].every((lag) => lag === 0));
    const effects = await test.effects(group);
    expect(new Set(effects.map((each) => `${each.partition}/${each.record_offset}`)).size).toBe(
      effects.length,
    );
    expect(effects.length).toBeGreaterThanOrEqual(40);
  });
});
