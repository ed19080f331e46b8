import { describe, expect, it } from '@jest/globals';
import { startPostgres } from '#test-support';
import { Database } from '../connection/database.ts';
import { readCommittedOffsets } from './committed-offsets.ts';

describe('the committed offsets of a consumer group', () => {
  it('are those of the log in use, by partition', async () => {
    await using server = await startPostgres();
    const database = await Database.open({ connectionString: server.connectionString });
    try {
      await database.query('CREATE SCHEMA event_log');
      // The columns of the event log's own table.
      await database.query(
        `CREATE TABLE event_log.consumer_offset (consumer_group text, topic text, partition int, next_offset bigint)`,
      );
      await database.query(`INSERT INTO event_log.consumer_offset VALUES
        ('profiles', 'events.v1', 0, 5), ('profiles', 'events.v1', 1, 6), ('archive', 'events.v1', 0, 9),
        ('profiles', 'kafka/c1/test-events.v1', 0, 70), ('profiles', 'kafka/c2/events.v1', 0, 80),
        ('profiles', 'kafka/c3/events.v1', 0, 90)`);
      const read = (kind: 'postgres' | 'kafka', topicPrefix = '') =>
        readCommittedOffsets(database, 'profiles', 'events.v1', { kind, topicPrefix });
      expect(await read('postgres')).toEqual(
        new Map([
          [0, 5],
          [1, 6],
        ]),
      );
      expect(await read('kafka', 'test-')).toEqual(new Map([[0, 70]]));
      await expect(read('kafka')).rejects.toThrow('more than one Kafka cluster');
    } finally {
      await database.close();
    }
  });
});
