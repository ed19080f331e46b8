import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many orders of a shop had what in common of late, and the attacks that were seen in it. */
export class CreateConcentration1764000000103 implements MigrationInterface {
  readonly name = 'CreateConcentration1764000000103';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE concentration (
        shop_id text PRIMARY KEY,
        body bytea NOT NULL,
        incidents jsonb NOT NULL,
        updated_at timestamptz NOT NULL
      )`);
    await runner.query('ALTER TABLE concentration ALTER COLUMN body SET STORAGE EXTERNAL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE concentration');
  }
}
