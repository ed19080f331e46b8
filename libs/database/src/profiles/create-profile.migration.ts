import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is known of each shopper, and which anonymous visitor was which user from when on. */
export class CreateProfile1764000000020 implements MigrationInterface {
  readonly name = 'CreateProfile1764000000020';

  async up(runner: QueryRunner): Promise<void> {
    // body is null once the visitor is merged into a user. log_offset: see ProfileRow.
    // Pages keep room so that the update each batch makes stays on its page and out of the index.
    await runner.query(`
      CREATE TABLE profile (
        shop_id text NOT NULL,
        profile_id text NOT NULL,
        version bigint NOT NULL,
        body bytea,
        merged_into text,
        log_offset bigint NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (shop_id, profile_id),
        CHECK ((body IS NULL) <> (merged_into IS NULL))
      ) WITH (fillfactor = 70)`);
    // The bytes do not compress: trying costs more than it saves.
    await runner.query('ALTER TABLE profile ALTER COLUMN body SET STORAGE EXTERNAL');
    await runner.query(`
      CREATE TABLE profile_link (
        link_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        shop_id text NOT NULL,
        anonymous_profile_id text NOT NULL,
        user_profile_id text NOT NULL,
        after_offset bigint NOT NULL
      )`);
    await runner.query('CREATE INDEX profile_link_visitor ON profile_link (shop_id, anonymous_profile_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE profile_link');
    await runner.query('DROP TABLE profile');
  }
}
