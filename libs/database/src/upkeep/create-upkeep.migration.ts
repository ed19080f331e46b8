import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When each recurring task last began, whichever process ran it. */
export class CreateUpkeep1764000000050 implements MigrationInterface {
  readonly name = 'CreateUpkeep1764000000050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE upkeep (
        name text PRIMARY KEY,
        last_run_at timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE upkeep');
  }
}
