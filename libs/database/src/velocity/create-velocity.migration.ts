import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is counted of each user, device, address, card and network address, and who stood behind each order. */
export class CreateVelocity1764000000040 implements MigrationInterface {
  readonly name = 'CreateVelocity1764000000040';

  async up(runner: QueryRunner): Promise<void> {
    // Rewritten with every event of the entity: room on the page lets the new row stay beside the old one.
    await runner.query(`
      CREATE TABLE velocity_aggregate (
        shop_id text NOT NULL,
        entity_kind text NOT NULL,
        entity_hash uuid NOT NULL,
        body bytea NOT NULL,
        updated_at timestamptz NOT NULL,
        PRIMARY KEY (shop_id, entity_kind, entity_hash)
      ) WITH (fillfactor = 70)`);
    await runner.query('ALTER TABLE velocity_aggregate ALTER COLUMN body SET STORAGE EXTERNAL');
    // entities is null while only chargebacks have named the order.
    await runner.query(`
      CREATE TABLE order_entities (
        shop_id text NOT NULL,
        order_id text NOT NULL,
        entities jsonb,
        waiting_chargebacks jsonb NOT NULL,
        updated_at timestamptz NOT NULL,
        PRIMARY KEY (shop_id, order_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE order_entities');
    await runner.query('DROP TABLE velocity_aggregate');
  }
}
