import { describe, expect, it } from '@jest/globals';
import { type Batch } from '#event-log';
import {
  EventLogTest,
  eventually,
  newGroup,
  newTopic,
  noPoison,
  numbered,
  range,
  sum,
  type EventLogServers,
} from './event-log-test.ts';

export function describeGroups(servers: () => EventLogServers): void {
  describe('groups', () => {
    it('each see every record once', async () => {
      await using test = new EventLogTest(servers());
      const [log, topic, groups] = [await test.open(), newTopic(), [newGroup(), newGroup()]];
      await log.createTopics([topic]);
      await log.append(topic, numbered(30));
      for (const group of groups) {
        const handle = test.recordsEffects(group);
        await log.consume({ group, topic, batchSizeMax: 7, handle, onPoison: noPoison });
      }
      await log.append(topic, numbered(30));
      for (const group of groups) expect(await test.untilEffects(group, 60)).toHaveLength(60);
    });

    it('share the partitions among their members, and again when one joins or leaves', async () => {
      await using test = new EventLogTest(servers());
      const [topic, group] = [newTopic({ partitions: 4 }), newGroup()];
      const [first, second] = [await test.open(), await test.open()];
      await first.createTopics([topic]);
      const partitionsOf = { first: new Set<number>(), second: new Set<number>() };
      const join = (log: typeof first, partitions: Set<number>) =>
        log.consume({
          group,
          topic,
          batchSizeMax: 10,
          handle: test.recordsEffects(group, ({ records }) => {
            for (const { partition } of records) partitions.add(partition);
          }),
          onPoison: noPoison,
        });
      let appended = 0;
      const appendUntil = (done: () => boolean) =>
        eventually(async () => {
          await first.append(topic, numbered(20));
          appended += 20;
          return done();
        });

      const member = await join(first, partitionsOf.first);
      await appendUntil(() => partitionsOf.first.size === 4);
      await join(second, partitionsOf.second);
      await appendUntil(() => partitionsOf.second.size === 2);
      partitionsOf.first.clear();
      await appendUntil(() => partitionsOf.first.size === 2);
      await member.stop();
      await appendUntil(() => partitionsOf.second.size === 4);

      const effects = await test.untilEffects(group, appended);
      expect(effects).toHaveLength(appended);
      expect(new Set(effects.map((each) => `${each.partition}/${each.record_offset}`)).size).toBe(appended);
    });

    it('go on where they stopped', async () => {
      await using test = new EventLogTest(servers());
      const [topic, group] = [newTopic(), newGroup()];
      const consume = async () =>
        (await test.open()).consume({
          group,
          topic,
          batchSizeMax: 5,
          handle: test.recordsEffects(group),
          onPoison: noPoison,
        });
      const writer = await test.open();
      await writer.createTopics([topic]);
      await writer.append(topic, numbered(20));
      const before = await consume();
      await before.caughtUp;
      await before.stop();
      await writer.append(topic, numbered(20));
      const after = await consume();
      await after.caughtUp;
      expect(await test.effects(group)).toHaveLength(40);
      expect(sum((await writer.lag(group, topic)).values())).toBe(0);
    });

    it('know what they have not handled yet, by partition', async () => {
      await using test = new EventLogTest(servers());
      const [log, topic, group] = [await test.open(), newTopic({ partitions: 2 }), newGroup()];
      await log.createTopics([topic]);
      await log.append(topic, numbered(40, 40));
      const lag = await log.lag(group, topic);
      expect(new Set(lag.keys())).toEqual(new Set([0, 1]));
      expect(sum(lag.values())).toBe(40);
      const handle = test.recordsEffects(group);
      const consumption = await log.consume({ group, topic, batchSizeMax: 100, handle, onPoison: noPoison });
      await consumption.caughtUp;
      expect(sum((await log.lag(group, topic)).values())).toBe(0);
    });

    it('report each committed batch', async () => {
      await using test = new EventLogTest(servers());
      const [log, topic, group] = [await test.open(), newTopic({ partitions: 1 }), newGroup()];
      await log.createTopics([topic]);
      await log.append(topic, numbered(25));
      const committed: Batch[] = [];
      const consumption = await log.consume({
        group,
        topic,
        batchSizeMax: 10,
        handle: test.recordsEffects(group),
        onPoison: noPoison,
        onCommitted: (batch) => committed.push(batch),
      });
      await consumption.caughtUp;
      expect(committed.flatMap(({ records }) => records.map(({ offset }) => offset))).toEqual(range(25));
      for (const { records } of committed) expect(records.length).toBeLessThanOrEqual(10);
    });
  });
}
