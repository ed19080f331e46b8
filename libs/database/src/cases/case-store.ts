import type { EpochMs, ShopId } from '#contracts';
import {
  CaseState,
  type Case,
  type CaseChange,
  type CaseEntity,
  type CaseHistoryEntry,
} from '#contracts/generated/cartwise/fraud/v1/cases';
import type { Database, Sql } from '../connection/database.ts';
import { CASE_COLUMNS, caseOf, type CaseColumns } from './case-row.ts';

/** Which cases to list; absent parts do not restrict. */
export interface CaseFilter {
  readonly state?: CaseState;
  /** Empty: cases nobody has. */
  readonly assignee?: string;
  readonly tag?: string;
  readonly entity?: CaseEntity;
}

/** A place in the list, newest first. */
export interface CasePosition {
  readonly openedAtMs: number;
  readonly caseId: string;
}

/** What people do with cases. Written by anomaly alone. */
export class CaseStore {
  constructor(private readonly database: Database) {}

  /** Newest first, without entities, those after `after`. */
  async list(
    shopId: ShopId,
    filter: CaseFilter,
    page: { readonly limit: number; readonly after: CasePosition | undefined; readonly nowMs: EpochMs },
  ): Promise<readonly Case[]> {
    const rows = await this.database.query<CaseColumns>(
      `SELECT ${CASE_COLUMNS} FROM fraud_case
       WHERE shop_id = $1
         AND ($2::text IS NULL OR $2 = CASE WHEN state = '${CaseState.CASE_STATE_SNOOZED}'
                                                 AND snoozed_until <= to_timestamp($3 / 1000.0)
                                            THEN '${CaseState.CASE_STATE_OPEN}' ELSE state END)
         AND ($4::text IS NULL OR assignee = $4) AND ($5::text IS NULL OR $5 = ANY(tags))
         AND ($6::text IS NULL OR case_id IN (SELECT case_id FROM fraud_case_entity
                                              WHERE shop_id = $1 AND kind = $6 AND id = $7))
         AND ($8::float8 IS NULL OR (opened_at, case_id) < (to_timestamp($8 / 1000.0), $9))
       ORDER BY opened_at DESC, case_id DESC LIMIT $10`,
      [
        shopId,
        filter.state ?? null,
        page.nowMs,
        filter.assignee ?? null,
        filter.tag ?? null,
        filter.entity?.kind ?? null,
        filter.entity?.id ?? null,
        page.after?.openedAtMs ?? null,
        page.after?.caseId ?? null,
        page.limit,
      ],
    );
    return rows.map((row) => caseOf(row, [], page.nowMs));
  }

  async find(shopId: ShopId, caseId: string, nowMs: EpochMs): Promise<Case | undefined> {
    return one(this.database, '', shopId, caseId, nowMs);
  }

  /** The case, which nobody else changes until the transaction ends; alerts wait to join it as well. */
  async lock(sql: Sql, shopId: ShopId, caseId: string, nowMs: EpochMs): Promise<Case | undefined> {
    return one(sql, 'FOR UPDATE', shopId, caseId, nowMs);
  }

  /** Keeps what people may change of a case that was locked, and the change in its history. */
  async save(
    sql: Sql,
    shopId: ShopId,
    changed: Case,
    entry: { readonly author: string; readonly keyId: string; readonly change: CaseChange },
  ): Promise<void> {
    await sql.query(
      `UPDATE fraud_case SET version = $3, state = $4, assignee = $5, tags = $6, outcome = $7,
         snoozed_until = to_timestamp(nullif($8::float8, 0) / 1000.0), changed_at = to_timestamp($9 / 1000.0),
         closed_at = to_timestamp(nullif($10::float8, 0) / 1000.0)
       WHERE shop_id = $1 AND case_id = $2`,
      [
        shopId,
        changed.caseId,
        changed.version,
        changed.state,
        changed.assignee,
        changed.tags,
        changed.outcome,
        changed.snoozedUntilMs,
        changed.changedAtMs,
        changed.closedAtMs,
      ],
    );
    await sql.query(
      `INSERT INTO fraud_case_history (shop_id, case_id, version, at, author, key_id, change)
       VALUES ($1, $2, $3, to_timestamp($4 / 1000.0), $5, $6, $7::jsonb)`,
      [
        shopId,
        changed.caseId,
        changed.version,
        changed.changedAtMs,
        entry.author,
        entry.keyId,
        JSON.stringify(entry.change),
      ],
    );
  }

  /** Oldest first. */
  async history(shopId: ShopId, caseId: string): Promise<readonly CaseHistoryEntry[]> {
    const rows = await this.database.query<{
      version: number;
      at_ms: string;
      author: string;
      key_id: string;
      change: CaseChange;
    }>(
      `SELECT version, (extract(epoch FROM at) * 1000)::bigint AS at_ms, author, key_id, change
       FROM fraud_case_history WHERE shop_id = $1 AND case_id = $2 ORDER BY version`,
      [shopId, caseId],
    );
    return rows.map(({ version, at_ms: atMs, author, key_id: keyId, change }) => ({
      version,
      atMs: Number(atMs),
      author,
      keyId,
      change,
    }));
  }
}

async function one(
  sql: Sql,
  locking: 'FOR UPDATE' | '',
  shopId: ShopId,
  caseId: string,
  nowMs: number,
): Promise<Case | undefined> {
  const [row] = await sql.query<CaseColumns>(
    `SELECT ${CASE_COLUMNS} FROM fraud_case WHERE shop_id = $1 AND case_id = $2 ${locking}`,
    [shopId, caseId],
  );
  if (row === undefined) return undefined;
  const entities = await sql.query<CaseEntity>(
    'SELECT kind, id FROM fraud_case_entity WHERE shop_id = $1 AND case_id = $2 ORDER BY kind, id',
    [shopId, caseId],
  );
  return caseOf(row, entities, nowMs);
}
