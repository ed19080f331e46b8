import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which users, devices, cards and addresses belong together, and what is counted of each such component. */
export class CreateComponent1764000000081 implements MigrationInterface {
  readonly name = 'CreateComponent1764000000081';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE component_member (
        shop_id text NOT NULL,
        entity_kind text NOT NULL,
        entity_hash uuid NOT NULL,
        component text NOT NULL,
        PRIMARY KEY (shop_id, entity_kind, entity_hash)
      )`);
    await runner.query('CREATE INDEX component_member_of ON component_member (component)');
    // Named by the entity it began with, as velocityKeyText writes it.
    await runner.query(`
      CREATE TABLE component (
        component text PRIMARY KEY,
        size int NOT NULL,
        edges int NOT NULL,
        orders int NOT NULL,
        frauds int NOT NULL,
        updated_at timestamptz NOT NULL
      ) WITH (fillfactor = 70)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE component');
    await runner.query('DROP TABLE component_member');
  }
}
