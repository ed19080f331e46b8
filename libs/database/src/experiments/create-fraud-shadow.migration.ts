import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What fraud models in the shadow would have decided, by day (UTC). */
export class CreateFraudShadow1764000000147 implements MigrationInterface {
  readonly name = 'CreateFraudShadow1764000000147';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE fraud_shadow_count (
        experiment_id text NOT NULL REFERENCES model_experiment ON DELETE CASCADE,
        day integer NOT NULL,
        champion text NOT NULL,
        challenger text NOT NULL,
        orders bigint NOT NULL,
        PRIMARY KEY (experiment_id, day, champion, challenger)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE fraud_shadow_count');
  }
}
