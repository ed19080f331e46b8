import { describe, expect, it } from '@jest/globals';
import {
  EventLogTest,
  eventually,
  gate,
  newGroup,
  newTopic,
  noPoison,
  numbered,
  range,
  sum,
  type EventLogServers,
} from './event-log-test.ts';

export function describeBounds(servers: () => EventLogServers): void {
  describe('bounds', () => {
    it('hold for a consumer that is slower than the log', async () => {
      await using test = new EventLogTest(servers());
      const [log, topic, group] = [await test.open(), newTopic({ partitions: 2 }), newGroup()];
      await log.createTopics([topic]);
      const body = 'x'.repeat(1_000);
      for (const part of range(10)) {
        await log.append(
          topic,
          range(1_000).map((index) => ({ key: `${part}-${index}`, value: body })),
        );
      }
      const door = gate();
      let bufferedMax = 0;
      let handled = 0;
      await log.consume({
        group,
        topic,
        batchSizeMax: 50,
        handle: async (_transaction, { records }) => {
          await door.passed;
          bufferedMax = Math.max(bufferedMax, log.stats().recordsBuffered);
          handled += records.length;
        },
        onPoison: noPoison,
      });
      await eventually(() => log.stats().recordsBuffered > 0);
      await log.append(topic, numbered(100));
      door.open();
      await eventually(() => handled === 10_100);
      // Of 10,100: two batches of each partition, or what one fetch of 1 MB of each brings.
      expect(bufferedMax).toBeLessThan(2_200);
      await eventually(() => log.stats().recordsBuffered === 0);
    });

    it('hold for writers: what is over them is refused with OVERLOADED, what was taken is kept', async () => {
      await using test = new EventLogTest(servers());
      const log = await test.open({
        appendLimits: {
          writeRecordsMax: 10,
          writeBytesMax: 100_000,
          inFlightRecordsMax: 50,
          inFlightBytesMax: 100_000,
        },
      });
      const [topic, group] = [newTopic(), newGroup()];
      await log.createTopics([topic]);
      await log.append(topic, numbered(1));
      const outcomes = await Promise.allSettled(range(20).map(() => log.append(topic, numbered(10))));
      const taken = outcomes.filter(({ status }) => status === 'fulfilled').length;
      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(taken).toBe(5);
      for (const { reason } of refused) expect(reason).toMatchObject({ code: 'OVERLOADED' });
      expect(sum((await log.lag(group, topic)).values())).toBe(1 + 10 * taken);
    });

    it('of time hold no batch back: stopping finishes the one in hand and takes no other', async () => {
      await using test = new EventLogTest(servers());
      const [log, topic, group] = [await test.open(), newTopic({ partitions: 1 }), newGroup()];
      await log.createTopics([topic]);
      await log.append(topic, numbered(30));
      const [inHand, released] = [gate(), gate()];
      const consumption = await log.consume({
        group,
        topic,
        batchSizeMax: 10,
        handle: test.recordsEffects(group, async () => {
          inHand.open();
          await released.passed;
        }),
        onPoison: noPoison,
      });
      await inHand.passed;
      const stopped = consumption.stop();
      released.open();
      await stopped;
      expect(await test.effects(group)).toHaveLength(10);
      expect(sum((await log.lag(group, topic)).values())).toBe(20);
      await consumption.caughtUp;
    });
  });
}
