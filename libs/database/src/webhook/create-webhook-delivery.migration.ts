import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is to be sent to shops' webhooks, and what became of it. */
export class CreateWebhookDelivery1764000000042 implements MigrationInterface {
  readonly name = 'CreateWebhookDelivery1764000000042';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE webhook_delivery (
        delivery_id uuid PRIMARY KEY,
        shop_id text NOT NULL,
        alert_id text NOT NULL,
        body text NOT NULL,
        status text NOT NULL,
        attempts int NOT NULL,
        next_attempt_at timestamptz NOT NULL,
        last_error text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`
      CREATE INDEX webhook_delivery_due ON webhook_delivery (next_attempt_at) WHERE status = 'pending'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE webhook_delivery');
  }
}
