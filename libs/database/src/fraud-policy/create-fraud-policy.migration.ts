import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a shop has laid down for fraud decisions: rules with their history, snoozes, lists and costs. */
export class CreateFraudPolicy1764000000125 implements MigrationInterface {
  readonly name = 'CreateFraudPolicy1764000000125';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE fraud_rule_version (
        shop_id text NOT NULL,
        code text NOT NULL,
        version integer NOT NULL,
        body bytea NOT NULL,
        PRIMARY KEY (shop_id, code, version)
      )`);
    // Of shops with rules of their own.
    await runner.query(`
      CREATE TABLE fraud_rule_set (
        shop_id text PRIMARY KEY,
        revision bigint NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE fraud_rule_snooze (
        shop_id text NOT NULL,
        code text NOT NULL,
        kind text NOT NULL,
        value text NOT NULL,
        until_ms bigint NOT NULL,
        reason text NOT NULL,
        author text NOT NULL,
        PRIMARY KEY (shop_id, code, kind, value)
      )`);
    await runner.query(`
      CREATE TABLE fraud_rule_count (
        shop_id text NOT NULL,
        code text NOT NULL,
        day integer NOT NULL,
        fired bigint NOT NULL,
        changed bigint NOT NULL,
        PRIMARY KEY (shop_id, code, day)
      )`);
    await runner.query(`
      CREATE TABLE fraud_list_entry (
        shop_id text NOT NULL,
        list text NOT NULL,
        kind text NOT NULL,
        value text NOT NULL,
        expires_at_ms bigint NOT NULL,
        reason text NOT NULL,
        author text NOT NULL,
        added_at_ms bigint NOT NULL,
        PRIMARY KEY (shop_id, list, kind, value)
      )`);
    await runner.query(
      'CREATE INDEX fraud_list_entry_expiry ON fraud_list_entry (shop_id, expires_at_ms) WHERE expires_at_ms > 0',
    );
    await runner.query(`
      CREATE TABLE fraud_costs (
        shop_id text NOT NULL,
        currency text NOT NULL,
        body bytea NOT NULL,
        PRIMARY KEY (shop_id, currency)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE fraud_rule_version, fraud_rule_set, fraud_rule_snooze, fraud_rule_count, fraud_list_entry, fraud_costs`);
  }
}
