import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What every order was judged by, and the order in which batches of events were screened, so that it can be made again. */
export class CreateOrderVector1764000000111 implements MigrationInterface {
  readonly name = 'CreateOrderVector1764000000111';

  async up(runner: QueryRunner): Promise<void> {
    // The records of a batch are those of one partition with an offset in [first_offset, until_offset).
    await runner.query(`
      CREATE TABLE screened_batch (
        position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        log_partition int NOT NULL,
        first_offset bigint NOT NULL,
        until_offset bigint NOT NULL,
        screened_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE screening_position (
        shop_id text PRIMARY KEY,
        position bigint NOT NULL
      ) WITH (fillfactor = 70)`);
    // event_id is '' for an order at checkout; checkout tells that order, whose event may never come.
    await runner.query(`
      CREATE TABLE order_vector (
        shop_id text NOT NULL,
        order_id text NOT NULL,
        event_id text NOT NULL,
        decided_at timestamptz NOT NULL,
        order_time timestamptz NOT NULL,
        position bigint NOT NULL,
        columns_version text NOT NULL,
        model_version text NOT NULL,
        rules_version text NOT NULL,
        features bytea NOT NULL,
        checkout jsonb
      ) PARTITION BY RANGE (decided_at)`);
    await runner.query('CREATE INDEX order_vector_position ON order_vector (position)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE order_vector');
    await runner.query('DROP TABLE screening_position');
    await runner.query('DROP TABLE screened_batch');
  }
}
