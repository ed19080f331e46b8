import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where lists are shown, with what they are like there: the message, as it goes on placements.v1. */
export class CreatePlacement1764000000071 implements MigrationInterface {
  readonly name = 'CreatePlacement1764000000071';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE placement (
        shop_id text NOT NULL,
        id text NOT NULL,
        body bytea NOT NULL,
        PRIMARY KEY (shop_id, id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE placement');
  }
}
