import type { EpochMs, ShopId } from '#contracts';
import type { RuleCount } from '#contracts/generated/cartwise/fraud/v1/rules';
import type { Sql } from '../connection/database.ts';

const DAY_MS = 86_400_000;
const DAYS_KEPT = 30;

/** How often a rule held since it was told last. */
export interface RuleFirings {
  readonly shopId: ShopId;
  readonly code: string;
  readonly fired: number;
  /** Of these, where the decision would have been another with it. */
  readonly changed: number;
}

/** How often rules held, by day (UTC). Written and read by anomaly. */
export class RuleCountStore {
  constructor(private readonly database: Sql) {}

  async add(firings: readonly RuleFirings[], nowMs: EpochMs): Promise<void> {
    if (firings.length === 0) return;
    const sorted = firings.toSorted((a, b) => (a.shopId + a.code < b.shopId + b.code ? -1 : 1));
    await this.database.query(
      `INSERT INTO fraud_rule_count (shop_id, code, day, fired, changed)
       SELECT shop_id, code, $5, fired, changed
       FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) AS row(shop_id, code, fired, changed)
       ON CONFLICT (shop_id, code, day) DO UPDATE
       SET fired = fraud_rule_count.fired + excluded.fired, changed = fraud_rule_count.changed + excluded.changed`,
      [
        sorted.map(({ shopId }) => shopId),
        sorted.map(({ code }) => code),
        sorted.map(({ fired }) => fired),
        sorted.map(({ changed }) => changed),
        dayOf(nowMs),
      ],
    );
  }

  /** Of today and yesterday, and of the last 30 days. */
  async list(shopId: ShopId, nowMs: EpochMs): Promise<readonly RuleCount[]> {
    const rows = await this.database.query<
      Readonly<Record<'code' | 'fired_in_day' | 'fired_in_month' | 'changed_in_month', string>>
    >(
      `SELECT code, sum(fired) AS fired_in_month, sum(changed) AS changed_in_month,
              coalesce(sum(fired) FILTER (WHERE day >= $2 - 1), 0) AS fired_in_day
       FROM fraud_rule_count WHERE shop_id = $1 AND day > $2 - ${DAYS_KEPT} GROUP BY code ORDER BY code`,
      [shopId, dayOf(nowMs)],
    );
    return rows.map((row) => ({
      code: row.code,
      firedInDay: Number(row.fired_in_day),
      firedInMonth: Number(row.fired_in_month),
      changedInMonth: Number(row.changed_in_month),
    }));
  }

  /** How many rows of days that nobody asks for any more are deleted. */
  async forgetOld(nowMs: EpochMs): Promise<number> {
    const rows = await this.database.query('DELETE FROM fraud_rule_count WHERE day <= $1 RETURNING day', [
      dayOf(nowMs) - DAYS_KEPT,
    ]);
    return rows.length;
  }
}

const dayOf = (ms: number): number => Math.floor(ms / DAY_MS);
