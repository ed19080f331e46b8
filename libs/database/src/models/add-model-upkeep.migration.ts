import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which versions' artifacts are gone, and when each shop's training last began. */
export class AddModelUpkeep1764000000060 implements MigrationInterface {
  readonly name = 'AddModelUpkeep1764000000060';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE model_version ADD COLUMN artifact_deleted_at timestamptz');
    await runner.query(`
      CREATE TABLE training_attempt (
        shop_id text PRIMARY KEY,
        began_at timestamptz NOT NULL
      )`);
    // A store that was trained before goes on with its interval.
    await runner.query(`
      INSERT INTO training_attempt (shop_id, began_at)
      SELECT shop_id, max(trained_at) FROM model_version GROUP BY shop_id`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE training_attempt');
    await runner.query('ALTER TABLE model_version DROP COLUMN artifact_deleted_at');
  }
}
