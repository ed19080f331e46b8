import type { ShopId } from '#contracts';
import { FraudRule } from '#contracts/generated/cartwise/fraud/v1/rules';
import type { Sql } from '../connection/database.ts';

/** Of one rule; older ones stay, and are not listed. */
const VERSIONS_LISTED_MAX = 100;

/** The rules that shops have laid down, every version of each. Written and read by anomaly. */
export class FraudRuleStore {
  constructor(private readonly database: Sql) {}

  /** Changes of one shop's rules wait for each other from here on. Gives the revision, undefined without own rules. */
  async lock(sql: Sql, shopId: ShopId): Promise<number | undefined> {
    await sql.query(`SELECT pg_advisory_xact_lock(hashtextextended('fraud rules ' || $1, 0))`, [shopId]);
    return this.revision(shopId, sql);
  }

  /** undefined of a shop without rules of its own. */
  async revision(shopId: ShopId, sql: Sql = this.database): Promise<number | undefined> {
    const [row] = await sql.query<{ revision: string }>(
      'SELECT revision FROM fraud_rule_set WHERE shop_id = $1',
      [shopId],
    );
    return row && Number(row.revision);
  }

  async setRevision(sql: Sql, shopId: ShopId, revision: number): Promise<void> {
    await sql.query(
      `INSERT INTO fraud_rule_set (shop_id, revision) VALUES ($1, $2)
       ON CONFLICT (shop_id) DO UPDATE SET revision = excluded.revision`,
      [shopId, revision],
    );
  }

  /** The newest version of each rule, in the order of the codes; deleted ones too, which say so. */
  async newest(shopId: ShopId, sql: Sql = this.database): Promise<readonly FraudRule[]> {
    const rows = await sql.query<{ body: Buffer }>(
      `SELECT DISTINCT ON (code) body FROM fraud_rule_version WHERE shop_id = $1 ORDER BY code, version DESC`,
      [shopId],
    );
    return rows.map(({ body }) => FraudRule.decode(body));
  }

  /** Newest first. */
  async versions(shopId: ShopId, code: string): Promise<readonly FraudRule[]> {
    const rows = await this.database.query<{ body: Buffer }>(
      `SELECT body FROM fraud_rule_version WHERE shop_id = $1 AND code = $2
       ORDER BY version DESC LIMIT ${VERSIONS_LISTED_MAX}`,
      [shopId, code],
    );
    return rows.map(({ body }) => FraudRule.decode(body));
  }

  /** Adds a version. */
  async insert(sql: Sql, shopId: ShopId, rule: FraudRule): Promise<void> {
    await sql.query('INSERT INTO fraud_rule_version (shop_id, code, version, body) VALUES ($1, $2, $3, $4)', [
      shopId,
      rule.code,
      rule.version,
      Buffer.from(FraudRule.encode(rule).finish()),
    ]);
  }
}
