import { describe, expect, it } from '@jest/globals';
import {
  bodyOf,
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

export function describeFailures(servers: () => EventLogServers): void {
  describe('failures', () => {
    it('between effect and commit leave no effect twice', async () => {
      await using test = new EventLogTest(servers());
      let failures = 3;
      const log = await test.open({
        runInTransaction: (work) =>
          test.runInTransaction(async (transaction) => {
            const result = await work(transaction);
            if (failures-- > 0) throw Object.assign(new Error('connection lost'), { code: '08006' });
            return result;
          }),
      });
      const [topic, group] = [newTopic({ partitions: 2 }), newGroup()];
      await log.createTopics([topic]);
      await log.append(topic, numbered(50));
      const handle = test.recordsEffects(group);
      const consumption = await log.consume({ group, topic, batchSizeMax: 20, handle, onPoison: noPoison });
      await consumption.caughtUp;
      expect(await test.effects(group)).toHaveLength(50);
      expect(failures).toBeLessThan(0);
    });

    it('after the commit, when its answer was lost, leave no effect twice', async () => {
      await using test = new EventLogTest(servers());
      let failures = 2;
      const log = await test.open({
        runInTransaction: async (work) => {
          const result = await test.runInTransaction(work);
          if (failures-- > 0) throw Object.assign(new Error('connection lost'), { code: '08006' });
          return result;
        },
      });
      const [topic, group] = [newTopic({ partitions: 1 }), newGroup()];
      await log.createTopics([topic]);
      await log.append(topic, numbered(50));
      const handle = test.recordsEffects(group);
      await log.consume({ group, topic, batchSizeMax: 20, handle, onPoison: noPoison });
      await eventually(async () => sum((await log.lag(group, topic)).values()) === 0);
      expect((await test.effects(group)).map(({ record_offset }) => record_offset)).toEqual(range(50));
    });

    it('of a transient kind are outlived, and no record becomes poison', async () => {
      await using test = new EventLogTest(servers());
      const [log, topic, group] = [await test.open(), newTopic({ partitions: 1 }), newGroup()];
      await log.createTopics([topic]);
      await log.append(topic, numbered(10));
      let failures = 8;
      const consumption = await log.consume({
        group,
        topic,
        batchSizeMax: 10,
        attemptsMax: 2,
        handle: test.recordsEffects(group, () => {
          if (failures-- > 0) throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
        }),
        onPoison: noPoison,
      });
      await consumption.caughtUp;
      expect(await test.effects(group)).toHaveLength(10);
    });

    it('of one record send it to the dead letters, and all others pass in order', async () => {
      await using test = new EventLogTest(servers());
      const [log, topic, group] = [await test.open(), newTopic({ partitions: 1 }), newGroup()];
      await log.createTopics([topic]);
      await log.append(topic, numbered(100));
      let tries = 0;
      const consumption = await log.consume({
        group,
        topic,
        batchSizeMax: 50,
        attemptsMax: 3,
        handle: test.recordsEffects(group, ({ records }) => {
          if (!records.some((record) => bodyOf(record) === 'value-13')) return;
          if (records.length === 1) tries++;
          throw new TypeError('cannot be handled');
        }),
        onPoison: async (transaction, name, record, error) => {
          expect(name).toBe(topic.name);
          await transaction.query(
            'INSERT INTO effect (consumer, partition, record_offset, key, body) VALUES ($1, $2, $3, $4, $5)',
            [`${group}/poison`, record.partition, record.offset, record.key, error.message],
          );
        },
      });
      await consumption.caughtUp;
      expect((await test.effects(group)).map(({ record_offset }) => record_offset)).toEqual(
        range(100).filter((offset) => offset !== 13),
      );
      expect(await test.effects(`${group}/poison`)).toMatchObject([
        { record_offset: 13, key: 'key-3', body: 'cannot be handled' },
      ]);
      expect(tries).toBe(3);
    });

    it('of one partition leave what shared its transaction to go on without it', async () => {
      await using test = new EventLogTest(servers());
      const [log, topic, group] = [await test.open(), newTopic({ partitions: 4 }), newGroup()];
      await log.createTopics([topic]);
      await log.append(topic, numbered(40));
      let together = 0;
      let partitionAtFault = -1;
      await log.consume({
        group,
        topic,
        batchSizeMax: 100,
        handle: test.recordsEffects(group, ({ records }) => {
          together = Math.max(together, new Set(records.map(({ partition }) => partition)).size);
          const fault = records.find((record) => bodyOf(record) === 'value-7');
          if (fault === undefined) return;
          partitionAtFault = fault.partition;
          throw Object.assign(new Error('the shop is away'), { code: '57P01' });
        }),
        onPoison: noPoison,
      });
      const lagElsewhere = async () =>
        sum(
          [...(await log.lag(group, topic))]
            .filter(([each]) => each !== partitionAtFault)
            .map(([, lag]) => lag),
        );
      await eventually(async () => partitionAtFault >= 0 && (await lagElsewhere()) === 0);
      expect((await log.lag(group, topic)).get(partitionAtFault)).toBeGreaterThan(0);
      expect(together).toBeGreaterThan(1);
    });

    it('to notice a rebalance cannot apply anything: a zombie is fenced and goes on behind the new owner', async () => {
      await using test = new EventLogTest(servers());
      const [log, topic, group] = [await test.open(), newTopic({ partitions: 1 }), newGroup()];
      await log.createTopics([topic]);
      await log.append(topic, numbered(10));
      const [inHand, overtaken] = [gate(), gate()];
      let batches = 0;
      await log.consume({
        group,
        topic,
        batchSizeMax: 5,
        handle: test.recordsEffects(group, async () => {
          if (++batches > 1) return;
          inHand.open();
          await overtaken.passed;
        }),
        onPoison: noPoison,
      });
      await inHand.passed;
      // What another member does with the same records when it was given the partition.
      const { rowCount } = await test.pool.query(
        'UPDATE event_log.consumer_offset SET next_offset = 7 WHERE consumer_group = $1',
        [group],
      );
      expect(rowCount).toBe(1);
      overtaken.open();
      const effects = await test.untilEffects(group, 3);
      expect(effects.map(({ record_offset }) => record_offset)).toEqual([7, 8, 9]);
    });
  });
}
