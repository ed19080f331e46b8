import type { EpochMs, ShopId } from '#contracts';
import type { ListEntry, ListSummary } from '#contracts/generated/cartwise/fraud/v1/lists';
import type { Sql } from '../connection/database.ts';

interface EntryRow {
  readonly list: string;
  readonly kind: string;
  readonly value: string;
  readonly expires_at_ms: string;
  readonly reason: string;
  readonly author: string;
  readonly added_at_ms: string;
}

const COLUMNS = 'list, kind, value, expires_at_ms, reason, author, added_at_ms';

/** The entries of the lists of every shop. Written and read by anomaly. */
export class ListEntryStore {
  constructor(private readonly database: Sql) {}

  /** Adds or replaces entries, each named once; false where the shop would hold more than `max`. */
  async put(sql: Sql, shopId: ShopId, entries: readonly ListEntry[], max: number): Promise<boolean> {
    await sql.query(`SELECT pg_advisory_xact_lock(hashtextextended('fraud lists ' || $1, 0))`, [shopId]);
    await sql.query(
      `INSERT INTO fraud_list_entry (shop_id, ${COLUMNS})
       SELECT $1, row.* FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::bigint[])
         AS row(${COLUMNS})
       ON CONFLICT (shop_id, list, kind, value) DO UPDATE
       SET expires_at_ms = excluded.expires_at_ms, reason = excluded.reason, author = excluded.author,
           added_at_ms = excluded.added_at_ms`,
      [
        shopId,
        entries.map(({ list }) => list),
        entries.map(({ kind }) => kind),
        entries.map(({ value }) => value),
        entries.map(({ expiresAtMs }) => expiresAtMs),
        entries.map(({ reason }) => reason),
        entries.map(({ author }) => author),
        entries.map(({ addedAtMs }) => addedAtMs),
      ],
    );
    const [row] = await sql.query<{ held: string }>(
      'SELECT count(*) AS held FROM fraud_list_entry WHERE shop_id = $1',
      [shopId],
    );
    return Number(row?.held) <= max;
  }

  /** Gives those back that were there. */
  async delete(
    sql: Sql,
    shopId: ShopId,
    entries: readonly Pick<ListEntry, 'list' | 'kind' | 'value'>[],
  ): Promise<readonly ListEntry[]> {
    const rows = await sql.query<EntryRow>(
      `DELETE FROM fraud_list_entry
       WHERE shop_id = $1 AND (list, kind, value) IN (SELECT * FROM unnest($2::text[], $3::text[], $4::text[]))
       RETURNING ${COLUMNS}`,
      [
        shopId,
        entries.map(({ list }) => list),
        entries.map(({ kind }) => kind),
        entries.map(({ value }) => value),
      ],
    );
    return rows.map(toEntry);
  }

  /** Deletes entries that have expired, at most `limit`; gives them back. */
  async forgetExpired(
    sql: Sql,
    shopId: ShopId,
    nowMs: EpochMs,
    limit: number,
  ): Promise<readonly ListEntry[]> {
    const rows = await sql.query<EntryRow>(
      `DELETE FROM fraud_list_entry WHERE ctid IN (
         SELECT ctid FROM fraud_list_entry
         WHERE shop_id = $1 AND expires_at_ms > 0 AND expires_at_ms <= $2 LIMIT $3)
       RETURNING ${COLUMNS}`,
      [shopId, nowMs, limit],
    );
    return rows.map(toEntry);
  }

  /** In the order of kinds and values, after the one given; expired ones too, until they are forgotten. */
  async list(
    shopId: ShopId,
    list: string,
    page: {
      readonly kind: string | undefined;
      readonly after: Pick<ListEntry, 'kind' | 'value'> | undefined;
      readonly limit: number;
    },
  ): Promise<readonly ListEntry[]> {
    const rows = await this.database.query<EntryRow>(
      `SELECT ${COLUMNS} FROM fraud_list_entry
       WHERE shop_id = $1 AND list = $2 AND ($3::text IS NULL OR kind = $3)
         AND ($4::text IS NULL OR (kind, value) > ($4, $5::text))
       ORDER BY kind, value LIMIT $6`,
      [shopId, list, page.kind ?? null, page.after?.kind ?? null, page.after?.value ?? null, page.limit],
    );
    return rows.map(toEntry);
  }

  async summaries(shopId: ShopId, sql: Sql = this.database): Promise<readonly ListSummary[]> {
    const rows = await sql.query<{ list: string; entries: string }>(
      'SELECT list, count(*) AS entries FROM fraud_list_entry WHERE shop_id = $1 GROUP BY list ORDER BY list',
      [shopId],
    );
    return rows.map(({ list, entries }) => ({ list, entries: Number(entries) }));
  }
}

const toEntry = ({ expires_at_ms: expiresAtMs, added_at_ms: addedAtMs, ...row }: EntryRow): ListEntry => ({
  ...row,
  expiresAtMs: Number(expiresAtMs),
  addedAtMs: Number(addedAtMs),
});
