import type { EpochMs, ShopId } from '#contracts';
import type { Database, Sql } from '../connection/database.ts';
import { NO_ENTRIES, type AuditEntry, type AuditFact, type AuditHead } from './audit-entry.ts';
import { auditHash } from './audit-hash.ts';

/** What to list, newest first. Absent parts do not restrict. */
export interface AuditPage {
  readonly actor?: string;
  readonly action?: string;
  readonly subjectKind?: string;
  readonly subjectId?: string;
  readonly fromMs?: number;
  readonly untilMs?: number;
  /** Only entries before this one. */
  readonly beforeSequence?: number;
  readonly limit: number;
}

interface AuditRow {
  readonly shop_id: ShopId;
  readonly sequence: string;
  readonly at_ms: string;
  readonly actor: string;
  readonly role: string;
  readonly action: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly detail: string;
  readonly before_sha256: string;
  readonly after_sha256: string;
  readonly previous_sha256: string;
  readonly sha256: string;
}

/** A page of a long read. */
const PAGE_SIZE = 1_000;

/** The audit log: a chain of hashes for each shop, which the database lets nobody alter. Every app adds to it. */
export class AuditStore {
  constructor(private readonly database: Database) {}

  /**
   * Adds entries in the transaction of what they tell of, in their order. It holds the end of the shop's chain until the
   * transaction ends: ask for it last.
   */
  async append(sql: Sql, facts: readonly AuditFact[], atMs: EpochMs): Promise<void> {
    // Always in the same order, so that two transactions cannot wait for each other.
    const shopIds = [...new Set(facts.map(({ shopId }) => shopId))].toSorted();
    for (const shopId of shopIds) {
      await this.extend(
        sql,
        shopId,
        facts.filter((fact) => fact.shopId === shopId),
        atMs,
      );
    }
  }

  async list(shopId: ShopId, page: AuditPage): Promise<readonly AuditEntry[]> {
    const rows = await this.database.query<AuditRow>(
      `SELECT * FROM audit_entry
       WHERE shop_id = $1 AND ($2::text IS NULL OR actor = $2) AND ($3::text IS NULL OR action = $3)
         AND ($4::text IS NULL OR subject_kind = $4) AND ($5::text IS NULL OR subject_id = $5)
         AND ($6::bigint IS NULL OR at_ms >= $6) AND ($7::bigint IS NULL OR at_ms < $7)
         AND ($8::bigint IS NULL OR sequence < $8)
       ORDER BY sequence DESC LIMIT $9`,
      [
        shopId,
        page.actor ?? null,
        page.action ?? null,
        page.subjectKind ?? null,
        page.subjectId ?? null,
        page.fromMs ?? null,
        page.untilMs ?? null,
        page.beforeSequence ?? null,
        page.limit,
      ],
    );
    return rows.map(entryOf);
  }

  /** Pages of a shop's chain from its beginning, as it is at this moment. */
  async *readChain(sql: Sql, shopId: ShopId): AsyncGenerator<readonly AuditEntry[]> {
    let after = 0;
    for (;;) {
      const rows = await sql.query<AuditRow>(
        `SELECT * FROM audit_entry WHERE shop_id = $1 AND sequence > $2 ORDER BY sequence LIMIT ${PAGE_SIZE}`,
        [shopId, after],
      );
      if (rows.length > 0) yield rows.map(entryOf);
      if (rows.length < PAGE_SIZE) return;
      after = Number(rows.at(-1)?.sequence);
    }
  }

  /** What the last append of a shop wrote. */
  async head(sql: Sql, shopId: ShopId): Promise<AuditHead> {
    const [row] = await sql.query<{ sequence: string; sha256: string }>(
      'SELECT sequence, sha256 FROM audit_head WHERE shop_id = $1',
      [shopId],
    );
    return row === undefined ? NO_ENTRIES : { sequence: Number(row.sequence), sha256: row.sha256 };
  }

  private async extend(sql: Sql, shopId: ShopId, facts: readonly AuditFact[], atMs: EpochMs): Promise<void> {
    await sql.query(
      `INSERT INTO audit_head (shop_id, sequence, sha256) VALUES ($1, 0, '') ON CONFLICT DO NOTHING`,
      [shopId],
    );
    await sql.query('SELECT 1 FROM audit_head WHERE shop_id = $1 FOR UPDATE', [shopId]);
    const before = await this.head(sql, shopId);
    const entries = linked(before, facts, atMs);
    await insert(sql, entries);
    const last = entries.at(-1) ?? before;
    await sql.query('UPDATE audit_head SET sequence = $2, sha256 = $3 WHERE shop_id = $1', [
      shopId,
      last.sequence,
      last.sha256,
    ]);
  }
}

/** The facts as the next links after `head`. */
function linked(head: AuditHead, facts: readonly AuditFact[], atMs: EpochMs): readonly AuditEntry[] {
  let previousSha256 = head.sha256;
  return facts.map((fact, i) => {
    const entry = { ...fact, sequence: head.sequence + 1 + i, atMs, previousSha256 };
    previousSha256 = auditHash(entry);
    return { ...entry, sha256: previousSha256 };
  });
}

async function insert(sql: Sql, entries: readonly AuditEntry[]): Promise<void> {
  const column = <T>(value: (entry: AuditEntry) => T) => entries.map(value);
  await sql.query(
    `INSERT INTO audit_entry (shop_id, sequence, at_ms, actor, role, action, subject_kind, subject_id, detail,
                              before_sha256, after_sha256, previous_sha256, sha256)
     SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[],
                          $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])`,
    [
      column((entry) => entry.shopId),
      column((entry) => entry.sequence),
      column((entry) => entry.atMs),
      column((entry) => entry.actor),
      column((entry) => entry.role),
      column((entry) => entry.action),
      column((entry) => entry.subjectKind),
      column((entry) => entry.subjectId),
      column((entry) => entry.detail),
      column((entry) => entry.beforeSha256),
      column((entry) => entry.afterSha256),
      column((entry) => entry.previousSha256),
      column((entry) => entry.sha256),
    ],
  );
}

function entryOf(row: AuditRow): AuditEntry {
  return {
    shopId: row.shop_id,
    sequence: Number(row.sequence),
    // Written by append, from an EpochMs.
    atMs: Number(row.at_ms) as EpochMs,
    actor: row.actor,
    role: row.role,
    action: row.action,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    detail: row.detail,
    beforeSha256: row.before_sha256,
    afterSha256: row.after_sha256,
    previousSha256: row.previous_sha256,
    sha256: row.sha256,
  };
}
