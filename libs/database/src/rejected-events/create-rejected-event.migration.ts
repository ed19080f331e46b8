import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What could not be taken, with the reason, until it is replayed or too old. */
export class CreateRejectedEvent1764000000031 implements MigrationInterface {
  readonly name = 'CreateRejectedEvent1764000000031';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE rejected_event (
        rejected_id text PRIMARY KEY,
        shop_id text,
        event_id text,
        stage text NOT NULL,
        code text NOT NULL,
        field text,
        message text NOT NULL,
        body bytea NOT NULL,
        received_at timestamptz NOT NULL,
        replayed_at timestamptz
      )`);
    await runner.query(
      'CREATE INDEX rejected_event_newest ON rejected_event (shop_id, received_at DESC, rejected_id DESC)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE rejected_event');
  }
}
