import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Versions that are tried beside the champion, and who was shown what of them. */
export class CreateExperiment1764000000072 implements MigrationInterface {
  readonly name = 'CreateExperiment1764000000072';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE model_experiment (
        id text PRIMARY KEY,
        shop_id text NOT NULL,
        mode text NOT NULL,
        version text NOT NULL,
        champion_version text NOT NULL,
        share_percent integer NOT NULL,
        started_at timestamptz NOT NULL,
        ended_at timestamptz,
        end_reason text,
        FOREIGN KEY (shop_id, version) REFERENCES model_version
      )`);
    await runner.query(
      'CREATE UNIQUE INDEX model_experiment_running ON model_experiment (shop_id, mode) WHERE ended_at IS NULL',
    );
    await runner.query('CREATE INDEX model_experiment_newest ON model_experiment (shop_id, started_at DESC)');
    // A shopper is the unit of an experiment: of each the newest list, and the first hit of each kind.
    await runner.query(`
      CREATE TABLE experiment_exposure (
        experiment_id text NOT NULL REFERENCES model_experiment ON DELETE CASCADE,
        shopper_hash text NOT NULL,
        arm text NOT NULL,
        lists integer NOT NULL,
        recommendation_id text NOT NULL,
        item_ids text[] NOT NULL,
        shown_at timestamptz NOT NULL,
        clicked_at timestamptz,
        bought_at timestamptz,
        PRIMARY KEY (experiment_id, shopper_hash)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE experiment_exposure');
    await runner.query('DROP TABLE model_experiment');
  }
}
