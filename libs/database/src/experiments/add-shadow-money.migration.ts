import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was at stake in the shadow, in each currency; and the figures of it in the record of the version that was tried. */
export class AddShadowMoney1764000000149 implements MigrationInterface {
  readonly name = 'AddShadowMoney1764000000149';

  async up(runner: QueryRunner): Promise<void> {
    // Of orders that were counted before, the currency is not known.
    await runner.query(`
      ALTER TABLE fraud_shadow_count
        ADD COLUMN currency text NOT NULL DEFAULT '',
        ADD COLUMN amount_minor bigint NOT NULL DEFAULT 0,
        DROP CONSTRAINT fraud_shadow_count_pkey,
        ADD PRIMARY KEY (experiment_id, day, champion, challenger, currency)`);
    await runner.query('ALTER TABLE model_version ADD COLUMN shadow_run jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE model_version DROP COLUMN shadow_run');
    await runner.query(`
      CREATE TEMPORARY TABLE shadow_orders ON COMMIT DROP AS
      SELECT experiment_id, day, champion, challenger, sum(orders) AS orders FROM fraud_shadow_count GROUP BY 1, 2, 3, 4`);
    await runner.query('DELETE FROM fraud_shadow_count');
    await runner.query(`
      ALTER TABLE fraud_shadow_count
        DROP CONSTRAINT fraud_shadow_count_pkey, DROP COLUMN currency, DROP COLUMN amount_minor,
        ADD PRIMARY KEY (experiment_id, day, champion, challenger)`);
    await runner.query('INSERT INTO fraud_shadow_count SELECT * FROM shadow_orders');
  }
}
