import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Deliveries tell of cases too, and are listed. Those there are tell of alerts. */
export class AddWebhookEvents1764000000096 implements MigrationInterface {
  readonly name = 'AddWebhookEvents1764000000096';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE webhook_delivery
        ADD COLUMN type text NOT NULL DEFAULT 'alert.raised',
        ADD COLUMN case_id text NOT NULL DEFAULT ''`);
    await runner.query(
      'CREATE INDEX webhook_delivery_newest ON webhook_delivery (shop_id, created_at, delivery_id)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX webhook_delivery_newest');
    await runner.query('ALTER TABLE webhook_delivery DROP COLUMN type, DROP COLUMN case_id');
  }
}
