import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who changed or looked at what: rows are added and never change. The heads say how long each shop's chain is. */
export class CreateAuditEntry1764000000086 implements MigrationInterface {
  readonly name = 'CreateAuditEntry1764000000086';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_entry (
        shop_id text NOT NULL,
        sequence bigint NOT NULL,
        at_ms bigint NOT NULL,
        actor text NOT NULL,
        role text NOT NULL,
        action text NOT NULL,
        subject_kind text NOT NULL,
        subject_id text NOT NULL,
        detail text NOT NULL,
        before_sha256 text NOT NULL,
        after_sha256 text NOT NULL,
        previous_sha256 text NOT NULL,
        sha256 text NOT NULL,
        PRIMARY KEY (shop_id, sequence)
      )`);
    await runner.query(
      'CREATE INDEX audit_entry_subject ON audit_entry (shop_id, subject_kind, subject_id, sequence)',
    );
    await runner.query(`
      CREATE TABLE audit_head (
        shop_id text PRIMARY KEY,
        sequence bigint NOT NULL,
        sha256 text NOT NULL
      )`);
    await runner.query(`
      CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'the audit log is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
      END $$`);
    await runner.query(`
      CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit_entry, audit_head');
    await runner.query('DROP FUNCTION refuse_audit_change');
  }
}
