import { describe, expect, it } from '@jest/globals';
import { partitionOfKey, type LogRecord } from '#event-log';
import {
  bodyOf,
  EventLogTest,
  newGroup,
  newTopic,
  noPoison,
  numbered,
  range,
  sum,
  type EventLogServers,
} from './event-log-test.ts';

export function describeRecords(servers: () => EventLogServers): void {
  describe('records', () => {
    it('keep the order they were appended in, key by key', async () => {
      await using test = new EventLogTest(servers());
      const [log, topic, group] = [await test.open(), newTopic(), newGroup()];
      await log.createTopics([topic]);
      await Promise.all(range(20).map((call) => log.append(topic, numbered(50).slice(call, call + 25))));
      await log.append(
        topic,
        range(200).map((index) => ({ key: `ordered-${index % 7}`, value: String(index) })),
      );
      await log.consume({
        group,
        topic,
        batchSizeMax: 40,
        handle: test.recordsEffects(group),
        onPoison: noPoison,
      });
      const effects = await test.untilEffects(group, 700);
      for (const key of range(7).map((index) => `ordered-${index}`)) {
        const bodies = effects.filter((effect) => effect.key === key).map(({ body }) => Number(body));
        expect(bodies).toEqual(range(200).filter((index) => `ordered-${index % 7}` === key));
      }
      expect(effects).toHaveLength(700);
    });

    it('of a key are in the partition its hash names', async () => {
      await using test = new EventLogTest(servers());
      const [log, topic, group] = [await test.open(), newTopic({ partitions: 5 }), newGroup()];
      await log.createTopics([topic]);
      await log.append(
        topic,
        range(100).map((index) => ({ key: `clé-${index}`, value: '' })),
      );
      await log.consume({
        group,
        topic,
        batchSizeMax: 100,
        handle: test.recordsEffects(group),
        onPoison: noPoison,
      });
      for (const { key, partition } of await test.untilEffects(group, 100)) {
        expect({ key, partition }).toEqual({ key, partition: partitionOfKey(key, 5) });
      }
    });

    it('come back as they were written: bytes, deletions, and the time they were appended', async () => {
      await using test = new EventLogTest(servers());
      const [log, topic] = [await test.open(), newTopic({ partitions: 1, retention: 'compacted' })];
      const before = Date.now();
      await log.createTopics([topic]);
      await log.append(topic, [
        { key: 'a', value: 'naïve ☕' },
        { key: 'b', value: '' },
        { key: 'a', value: null },
      ]);
      const seen: LogRecord[] = [];
      const follower = await log.follow({
        topic,
        from: 'earliest',
        batchSizeMax: 10,
        handle: async ({ records }) => void seen.push(...records),
      });
      await follower.caughtUp;
      expect(seen.map((record) => [record.offset, record.key, bodyOf(record)])).toEqual([
        [0, 'a', 'naïve ☕'],
        [1, 'b', ''],
        [2, 'a', null],
      ]);
      for (const { appendedAt } of seen) {
        expect(appendedAt).toBeGreaterThanOrEqual(before - 1000);
        expect(appendedAt).toBeLessThanOrEqual(Date.now() + 1000);
      }
    });

    it('that could never be kept are refused with a precise error', async () => {
      await using test = new EventLogTest(servers());
      const [log, topic] = [await test.open(), newTopic()];
      await log.createTopics([topic]);
      await expect(log.append(topic, [{ key: 'a\u0000', value: '' }])).rejects.toMatchObject({
        code: 'REQUEST_INVALID_FIELD',
        detail: { field: 'records[0].key' },
      });
      await expect(log.append(topic, [{ key: 'a', value: 'x'.repeat(1_000_001) }])).rejects.toMatchObject({
        code: 'REQUEST_TOO_LARGE',
      });
    });

    it('survive a topic being created again', async () => {
      await using test = new EventLogTest(servers());
      const [log, topic, group] = [await test.open(), newTopic(), newGroup()];
      await log.createTopics([topic]);
      await log.append(topic, numbered(3));
      await log.createTopics([topic, newTopic()]);
      expect(sum((await log.lag(group, topic)).values())).toBe(3);
    });
  });
}
