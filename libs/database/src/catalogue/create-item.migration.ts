import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The catalogue, one row an item. A deleted item keeps its row, so that no late event brings it back. */
export class CreateItem1764000000030 implements MigrationInterface {
  readonly name = 'CreateItem1764000000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE item (
        shop_id text NOT NULL,
        id text NOT NULL,
        title text NOT NULL,
        description text,
        link text,
        image_link text,
        availability text NOT NULL,
        price_minor bigint,
        price_currency text,
        sale_price_minor bigint,
        sale_price_currency text,
        brand text,
        product_type text,
        item_group_id text,
        known boolean NOT NULL,
        updated_at timestamptz NOT NULL,
        deleted_at timestamptz,
        PRIMARY KEY (shop_id, id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE item');
  }
}
