import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Cases, what ties alerts to them, and their history; an alert names its case. */
export class CreateFraudCase1764000000116 implements MigrationInterface {
  readonly name = 'CreateFraudCase1764000000116';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE fraud_case (
        shop_id text NOT NULL,
        case_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL,
        snoozed_until timestamptz,
        assignee text NOT NULL,
        tags text[] NOT NULL,
        outcome text NOT NULL,
        opened_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL,
        closed_at timestamptz,
        alerts int NOT NULL,
        last_alert_at timestamptz NOT NULL,
        score float8 NOT NULL,
        decision text NOT NULL,
        PRIMARY KEY (shop_id, case_id)
      )`);
    await runner.query('CREATE INDEX fraud_case_newest ON fraud_case (shop_id, opened_at, case_id)');
    await runner.query('CREATE INDEX fraud_case_queue ON fraud_case (shop_id, state, opened_at, case_id)');
    await runner.query(`
      CREATE TABLE fraud_case_entity (
        shop_id text NOT NULL,
        kind text NOT NULL,
        id text NOT NULL,
        case_id text NOT NULL,
        PRIMARY KEY (shop_id, kind, id, case_id)
      )`);
    await runner.query('CREATE INDEX fraud_case_entity_case ON fraud_case_entity (shop_id, case_id)');
    await runner.query(`
      CREATE TABLE fraud_case_history (
        shop_id text NOT NULL,
        case_id text NOT NULL,
        version int NOT NULL,
        at timestamptz NOT NULL,
        author text NOT NULL,
        key_id text NOT NULL,
        change jsonb NOT NULL,
        PRIMARY KEY (shop_id, case_id, version)
      )`);
    await runner.query(`ALTER TABLE alert ADD COLUMN case_id text NOT NULL DEFAULT ''`);
    await runner.query('CREATE INDEX alert_case ON alert (shop_id, case_id, raised_at, alert_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX alert_case');
    await runner.query('ALTER TABLE alert DROP COLUMN case_id');
    await runner.query('DROP TABLE fraud_case_history, fraud_case_entity, fraud_case');
  }
}
