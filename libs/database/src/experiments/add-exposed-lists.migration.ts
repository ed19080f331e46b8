import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A page shows a shopper more than one list: the newest ones are kept, not the newest alone. */
export class AddExposedLists1764000000148 implements MigrationInterface {
  readonly name = 'AddExposedLists1764000000148';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE experiment_exposure
        ADD COLUMN recommendation_ids text[] NOT NULL DEFAULT '{}',
        ADD COLUMN first_shown_at timestamptz NOT NULL DEFAULT now()`);
    await runner.query(
      'UPDATE experiment_exposure SET recommendation_ids = ARRAY[recommendation_id], first_shown_at = shown_at',
    );
    await runner.query('ALTER TABLE experiment_exposure DROP COLUMN recommendation_id');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE experiment_exposure ADD COLUMN recommendation_id text NOT NULL DEFAULT ''`,
    );
    await runner.query(
      `UPDATE experiment_exposure SET recommendation_id = coalesce(recommendation_ids[1], '')`,
    );
    await runner.query(
      'ALTER TABLE experiment_exposure DROP COLUMN recommendation_ids, DROP COLUMN first_shown_at',
    );
  }
}
