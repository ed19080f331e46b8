import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Model versions, which never change, and the log of which of them served when. */
export class CreateModelVersion1764000000010 implements MigrationInterface {
  readonly name = 'CreateModelVersion1764000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE model_version (
        shop_id text NOT NULL,
        version text NOT NULL,
        kind text NOT NULL,
        trained_at timestamptz NOT NULL,
        data_from timestamptz NOT NULL,
        data_until timestamptz NOT NULL,
        evaluations jsonb NOT NULL,
        artifact_sha256 text NOT NULL,
        backend text NOT NULL,
        train_seconds float8 NOT NULL,
        note text NOT NULL,
        PRIMARY KEY (shop_id, version)
      )`);
    await runner.query('CREATE INDEX model_version_newest ON model_version (shop_id, trained_at DESC)');
    // Append-only: the newest row of a shop and kind is the champion. falls_back_to is the row that a rollback goes
    // back to, so that rolling back twice goes two champions back and not forth again.
    await runner.query(`
      CREATE TABLE model_promotion (
        id bigserial PRIMARY KEY,
        shop_id text NOT NULL,
        kind text NOT NULL,
        version text NOT NULL,
        promoted_at timestamptz NOT NULL,
        falls_back_to bigint REFERENCES model_promotion,
        FOREIGN KEY (shop_id, version) REFERENCES model_version
      )`);
    await runner.query('CREATE INDEX model_promotion_newest ON model_promotion (shop_id, kind, id DESC)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE model_promotion');
    await runner.query('DROP TABLE model_version');
  }
}
