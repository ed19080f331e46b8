import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The ledger that makes effects exactly-once by event id, whatever the log delivers. */
export class CreateAppliedEvent1764000000001 implements MigrationInterface {
  readonly name = 'CreateAppliedEvent1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE applied_event (
        consumer_group text NOT NULL,
        event_hash uuid NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (consumer_group, event_hash)
      )`);
    await runner.query('CREATE INDEX applied_event_age ON applied_event USING brin (applied_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE applied_event');
  }
}
