import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who sells an item, and what the shop says of it in words of its own. */
export class AddItemAttributes1764000000070 implements MigrationInterface {
  readonly name = 'AddItemAttributes1764000000070';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE item ADD COLUMN seller_id text, ADD COLUMN attributes jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE item DROP COLUMN seller_id, DROP COLUMN attributes');
  }
}
