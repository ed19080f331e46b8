import { describe, expect, it } from '@jest/globals';
import { type LogRecord } from '#event-log';
import {
  bodyOf,
  EventLogTest,
  eventually,
  newTopic,
  numbered,
  range,
  sum,
  type EventLogServers,
} from './event-log-test.ts';

export function describeFollowers(servers: () => EventLogServers): void {
  describe('followers', () => {
    it('read all that is kept, say when they have caught up, and go on', async () => {
      await using test = new EventLogTest(servers());
      const [log, other, topic] = [
        await test.open(),
        await test.open(),
        newTopic({ retention: 'compacted' }),
      ];
      await log.createTopics([topic]);
      await log.append(topic, numbered(100));
      const seen: (readonly LogRecord[])[] = [];
      const follow = () =>
        other.follow({
          topic,
          from: 'earliest',
          batchSizeMax: 30,
          handle: async ({ records }) => void seen.push(records),
        });
      const [one, two] = [await follow(), await follow()];
      await Promise.all([one.caughtUp, two.caughtUp]);
      expect(sum(seen.map(({ length }) => length))).toBe(200);
      await log.append(topic, numbered(5));
      await eventually(() => sum(seen.map(({ length }) => length)) === 210);
      for (const { length } of seen) expect(length).toBeLessThanOrEqual(30);
    });

    it('that start at the latest see only what comes after', async () => {
      await using test = new EventLogTest(servers());
      const [log, topic] = [await test.open(), newTopic()];
      await log.createTopics([topic]);
      await log.append(topic, numbered(50));
      const seen: (string | null)[] = [];
      const follower = await log.follow({
        topic,
        from: 'latest',
        batchSizeMax: 10,
        handle: async ({ records }) => void seen.push(...records.map(bodyOf)),
      });
      await follower.caughtUp;
      await log.append(topic, [{ key: 'new', value: 'new' }]);
      await eventually(() => seen.length > 0);
      expect(seen).toEqual(['new']);
    });

    it('have caught up at once with a topic that is empty', async () => {
      await using test = new EventLogTest(servers());
      const [log, topic] = [await test.open(), newTopic()];
      await log.createTopics([topic]);
      const handle = () => Promise.resolve();
      const follower = await log.follow({ topic, from: 'earliest', batchSizeMax: 10, handle });
      await follower.caughtUp;
    });

    it('try a batch again until it succeeds, and skip none', async () => {
      await using test = new EventLogTest(servers());
      const [log, topic] = [await test.open(), newTopic({ partitions: 1 })];
      await log.createTopics([topic]);
      await log.append(topic, numbered(20));
      let failures = 3;
      const seen: number[] = [];
      const follower = await log.follow({
        topic,
        from: 'earliest',
        batchSizeMax: 10,
        handle: async ({ records }) => {
          if (failures-- > 0) throw new Error('not now');
          seen.push(...records.map(({ offset }) => offset));
        },
      });
      await follower.caughtUp;
      expect(seen).toEqual(range(20));
    });
  });
}
