import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every accepted event, whole, in partitions by the month we received it. */
export class CreateEventArchive1764000000002 implements MigrationInterface {
  readonly name = 'CreateEventArchive1764000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE event_archive (
        shop_id text NOT NULL,
        event_id text NOT NULL,
        received_at timestamptz NOT NULL,
        event_time timestamptz NOT NULL,
        type text NOT NULL,
        profile_key text NOT NULL,
        log_partition int NOT NULL,
        log_offset bigint NOT NULL,
        body bytea NOT NULL,
        PRIMARY KEY (shop_id, event_id, received_at)
      ) PARTITION BY RANGE (received_at)`);
    await runner.query('CREATE INDEX event_archive_time ON event_archive (shop_id, event_time, event_id)');
    await runner.query('CREATE INDEX event_archive_log ON event_archive (log_partition, log_offset)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE event_archive');
  }
}
