import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is known of orders: fraud or not, from whom, since when. A correction is another row. */
export class CreateFraudLabel1764000000106 implements MigrationInterface {
  readonly name = 'CreateFraudLabel1764000000106';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE fraud_label (
        shop_id text NOT NULL,
        order_id text NOT NULL,
        source text NOT NULL,
        evidence text NOT NULL,
        known_at timestamptz NOT NULL,
        is_fraud boolean NOT NULL,
        author text NOT NULL,
        label_id bigint GENERATED ALWAYS AS IDENTITY,
        PRIMARY KEY (shop_id, order_id, source, evidence, known_at)
      )`);
    await runner.query('CREATE UNIQUE INDEX fraud_label_newest ON fraud_label (shop_id, label_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE fraud_label');
  }
}
