import type { Sql } from '../connection/database.ts';

/** Says which process runs a recurring task, and when: timers alone forget it with every restart. */
export class UpkeepStore {
  constructor(private readonly database: Sql) {}

  /**
   * Whether this caller is to run the task `name` now: true for exactly one of all callers once `everyMs` have passed
   * since the last claim, and for the first claim ever. The claim is spent even if the task then fails.
   */
  async claim(name: string, everyMs: number, nowMs: number): Promise<boolean> {
    // Callers that come together wait for the row; each of them then sees the time the one before it wrote.
    const claimed = await this.database.query(
      `INSERT INTO upkeep (name, last_run_at) VALUES ($1, to_timestamp($3::float8 / 1000.0))
       ON CONFLICT (name) DO UPDATE SET last_run_at = excluded.last_run_at
       WHERE upkeep.last_run_at <= to_timestamp(($3::float8 - $2::float8) / 1000.0)
       RETURNING name`,
      [name, everyMs, nowMs],
    );
    return claimed.length === 1;
  }
}
