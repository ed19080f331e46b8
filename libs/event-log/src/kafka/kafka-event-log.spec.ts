import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { describeEventLog } from '../../../../test/contract/event-log-contract.ts';
import {
  EventLogTest,
  newGroup,
  newTopic,
  noPoison,
  numbered,
  startEffectsDatabase,
  sum,
  type EventLogServers,
} from '../../../../test/contract/event-log/event-log-test.ts';
import { kafkaAvailability, startKafka } from '../../../../test/support/kafka.ts';
import { recordSkip } from '../../../../test/support/skips.ts';
import { KafkaEventLog } from './kafka-event-log.ts';

const kafka = await kafkaAvailability();
const topicPrefix = `test-${randomUUID()}.`;

if (kafka.available) {
  describe('on a real broker', () => {
    let broker: Awaited<ReturnType<typeof startKafka>>;
    beforeAll(async () => {
      broker = await startKafka();
    });
    afterAll(async () => {
      await broker?.[Symbol.asyncDispose]();
    });
    describeEventLog('KafkaEventLog', () => serversOn(broker.brokers));
    describeOperation(() => broker.brokers);
  });
} else {
  recordSkip('KafkaEventLog', kafka.reason);
  describe.skip(`KafkaEventLog (${kafka.reason})`, () => {
    it('is not tested here', () => undefined);
  });
}

async function serversOn(brokers: readonly string[]): Promise<EventLogServers> {
  const database = await startEffectsDatabase();
  return {
    connectionString: database.connectionString,
    open: (connectionString, runInTransaction, { appendLimits }) =>
      KafkaEventLog.open({
        brokers,
        clientId: 'contract-test',
        topicPrefix,
        connectionString,
        runInTransaction,
        // The least that a broker allows by default.
        sessionTimeoutMs: 6_000,
        ...(appendLimits === undefined ? {} : { appendLimits }),
      }),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

function describeOperation(brokers: () => readonly string[]): void {
  describe('KafkaEventLog in operation', () => {
    let servers: EventLogServers;
    let admin: Admin;
    beforeAll(async () => {
      servers = await serversOn(brokers());
      const client = { brokers: [...brokers()], clientId: 'operator', logLevel: logLevel.NOTHING };
      admin = new Kafka(client).admin();
      await admin.connect();
    });
    afterAll(async () => {
      await admin?.disconnect();
      await servers?.[Symbol.asyncDispose]();
    });

    async function dropRecords(
      topic: string,
      partitions: { partition: number; offset: string }[],
    ): Promise<void> {
      // kafkajs looks for the leaders only among topics it has met.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions });
    }

    it("tells Kafka where a group stands, for the tools that watch lag, but goes by the database's word", async () => {
      await using test = new EventLogTest(servers);
      const [topic, group] = [newTopic({ partitions: 2 }), newGroup()];
      const brokerTopic = topicPrefix + topic.name;
      const groupId = `${topicPrefix}${group}.${topic.name}`;
      const consume = async () => {
        const log = await test.open();
        const handle = test.recordsEffects(group);
        return log.consume({ group, topic, batchSizeMax: 7, handle, onPoison: noPoison });
      };
      const log = await test.open();
      await log.createTopics([topic]);
      await log.append(topic, numbered(30, 30));
      const first = await consume();
      await first.caughtUp;
      await first.stop();
      const [told] = await admin.fetchOffsets({ groupId, topics: [brokerTopic] });
      expect(sum((told?.partitions ?? []).map(({ offset }) => Number(offset)))).toBe(30);

      // Restored from a backup, say: Kafka's word is ahead of the effects that are left.
      await test.pool.query(
        'UPDATE event_log.consumer_offset SET next_offset = 0 WHERE consumer_group = $1',
        [group],
      );
      await consume();
      expect(await test.untilEffects(group, 60)).toHaveLength(60);
    });

    it('goes on with what is left when records were dropped before they were read', async () => {
      await using test = new EventLogTest(servers);
      const [log, topic, group] = [await test.open(), newTopic({ partitions: 1 }), newGroup()];
      await log.createTopics([topic]);
      await log.append(topic, numbered(20));
      const partitions = [{ partition: 0, offset: '15' }];
      await dropRecords(topicPrefix + topic.name, partitions);
      const handle = test.recordsEffects(group);
      const consumption = await log.consume({ group, topic, batchSizeMax: 7, handle, onPoison: noPoison });
      const effects = await test.untilEffects(group, 5);
      expect(effects.map(({ record_offset }) => record_offset)).toEqual([15, 16, 17, 18, 19]);
      await consumption.caughtUp;
      expect(sum((await log.lag(group, topic)).values())).toBe(0);
    });

    it('has caught up where the end of a partition holds no record any more', async () => {
      await using test = new EventLogTest(servers);
      const [log, topic] = [await test.open(), newTopic({ partitions: 2 })];
      await log.createTopics([topic]);
      await log.append(topic, numbered(20));
      // -1: all there is.
      const partitions = [0, 1].map((partition) => ({ partition, offset: '-1' }));
      await dropRecords(topicPrefix + topic.name, partitions);
      const handle = () => Promise.resolve();
      const follower = await log.follow({ topic, from: 'earliest', batchSizeMax: 10, handle });
      await follower.caughtUp;
      const group = newGroup();
      const consumption = await log.consume({ group, topic, batchSizeMax: 10, handle, onPoison: noPoison });
      await consumption.caughtUp;
    });

    it('leaves no group of a follower behind', async () => {
      await using test = new EventLogTest(servers);
      const [log, topic] = [await test.open(), newTopic()];
      await log.createTopics([topic]);
      const handle = () => Promise.resolve();
      const follower = await log.follow({ topic, from: 'earliest', batchSizeMax: 10, handle });
      const followers = async () =>
        (await admin.listGroups()).groups.filter(({ groupId }) => groupId.includes(topic.name));
      expect(await followers()).toHaveLength(1);
      await follower.stop();
      expect(await followers()).toHaveLength(0);
    });

    it('creates topics with the retention they declare', async () => {
      await using test = new EventLogTest(servers);
      const log = await test.open();
      const [dated, compacted] = [
        newTopic({ retention: { retentionMs: 12_345 } }),
        newTopic({ retention: 'compacted', partitions: 3 }),
      ];
      await Promise.all([log.createTopics([dated, compacted]), log.createTopics([dated, compacted])]);
      const valueOf = async (name: string, configName: string) => {
        const resources = [{ type: 2, name: topicPrefix + name, configNames: [configName] }];
        const described = await admin.describeConfigs({ resources, includeSynonyms: false });
        return described.resources[0]?.configEntries[0]?.configValue;
      };
      expect(await valueOf(dated.name, 'retention.ms')).toBe('12345');
      expect(await valueOf(compacted.name, 'cleanup.policy')).toBe('compact');
      const offsets = await admin.fetchTopicOffsets(topicPrefix + compacted.name);
      expect(offsets).toHaveLength(3);
    });
  });
}
