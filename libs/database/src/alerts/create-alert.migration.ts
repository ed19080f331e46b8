import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The alert queue. */
export class CreateAlert1764000000041 implements MigrationInterface {
  readonly name = 'CreateAlert1764000000041';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE alert (
        shop_id text NOT NULL,
        alert_id text NOT NULL,
        subject_kind text NOT NULL,
        subject_id text NOT NULL,
        order_id text NOT NULL,
        user_id text NOT NULL,
        event_id text NOT NULL,
        decision text NOT NULL,
        score float8 NOT NULL,
        reasons jsonb NOT NULL,
        occurred_at timestamptz NOT NULL,
        raised_at timestamptz NOT NULL,
        status text NOT NULL,
        resolved_at timestamptz,
        resolved_by text NOT NULL,
        note text NOT NULL,
        PRIMARY KEY (shop_id, alert_id)
      )`);
    await runner.query('CREATE INDEX alert_queue ON alert (shop_id, status, raised_at, alert_id)');
    await runner.query('CREATE INDEX alert_newest ON alert (shop_id, raised_at, alert_id)');
    await runner.query(
      'CREATE INDEX alert_subject ON alert (shop_id, subject_kind, subject_id, occurred_at)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE alert');
  }
}
