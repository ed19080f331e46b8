import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far the orders of shops have moved from those that their fraud models were trained on. */
export class CreateFraudDrift1764000000137 implements MigrationInterface {
  readonly name = 'CreateFraudDrift1764000000137';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE fraud_drift_window (
        shop_id text PRIMARY KEY,
        version text NOT NULL,
        from_at timestamptz NOT NULL,
        orders integer NOT NULL,
        counts integer[] NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE fraud_drift_report (
        shop_id text NOT NULL,
        until_at timestamptz NOT NULL,
        version text NOT NULL,
        from_at timestamptz NOT NULL,
        orders integer NOT NULL,
        score_psi double precision NOT NULL,
        features jsonb NOT NULL,
        PRIMARY KEY (shop_id, until_at)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE fraud_drift_report');
    await runner.query('DROP TABLE fraud_drift_window');
  }
}
