import type { EpochMs, ShopId } from '#contracts';
import type { RuleSnooze } from '#contracts/generated/cartwise/fraud/v1/rules';
import type { Sql } from '../connection/database.ts';

interface SnoozeRow {
  readonly code: string;
  readonly kind: string;
  readonly value: string;
  readonly until_ms: string;
  readonly reason: string;
  readonly author: string;
}

const COLUMNS = 'code, kind, value, until_ms, reason, author';

/** Whom rules leave alone for a while. Written and read by anomaly. */
export class RuleSnoozeStore {
  constructor(private readonly database: Sql) {}

  /** Adds or replaces one; false where the shop has `max` others. */
  async put(sql: Sql, shopId: ShopId, snooze: RuleSnooze, max: number): Promise<boolean> {
    const { code, kind, value, untilMs, reason, author } = snooze;
    const rows = await sql.query(
      `INSERT INTO fraud_rule_snooze (shop_id, ${COLUMNS})
       SELECT $1, $2, $3, $4, $5, $6, $7
       WHERE (SELECT count(*) FROM fraud_rule_snooze WHERE shop_id = $1 AND (code, kind, value) <> ($2, $3, $4)) < $8
       ON CONFLICT (shop_id, code, kind, value) DO UPDATE
       SET until_ms = excluded.until_ms, reason = excluded.reason, author = excluded.author RETURNING code`,
      [shopId, code, kind, value, untilMs, reason, author, max],
    );
    return rows.length > 0;
  }

  async list(shopId: ShopId, nowMs: EpochMs): Promise<readonly RuleSnooze[]> {
    const rows = await this.database.query<SnoozeRow>(
      `SELECT ${COLUMNS} FROM fraud_rule_snooze WHERE shop_id = $1 AND until_ms > $2 ORDER BY code, until_ms`,
      [shopId, nowMs],
    );
    return rows.map(toSnooze);
  }

  /** Deletes those that have ended; gives them back. */
  async forgetEnded(sql: Sql, shopId: ShopId, nowMs: EpochMs): Promise<readonly RuleSnooze[]> {
    const rows = await sql.query<SnoozeRow>(
      `DELETE FROM fraud_rule_snooze WHERE shop_id = $1 AND until_ms <= $2 RETURNING ${COLUMNS}`,
      [shopId, nowMs],
    );
    return rows.map(toSnooze);
  }
}

const toSnooze = ({ until_ms: untilMs, ...row }: SnoozeRow): RuleSnooze => ({
  ...row,
  untilMs: Number(untilMs),
});
