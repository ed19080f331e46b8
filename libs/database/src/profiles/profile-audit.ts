import type { ShopId } from '#contracts';
import type { Sql } from '../connection/database.ts';
import type { ProfileLink, ProfileRow } from './profile-row.ts';
import { PROFILE_COLUMNS, toRow, type StoredProfile } from './profile-store.ts';

/** A page of a long read: a few megabytes. */
const PAGE_SIZE = 1_000;

/** Pages of all rows, for verification; `sql` is a transaction that sees one moment. */
export async function* readProfileRows(sql: Sql): AsyncGenerator<readonly ProfileRow[]> {
  let after = { shopId: '', profileId: '' };
  for (;;) {
    const stored = await sql.query<StoredProfile>(
      `SELECT ${PROFILE_COLUMNS} FROM profile
       WHERE (shop_id, profile_id) > ($1, $2) ORDER BY shop_id, profile_id LIMIT ${PAGE_SIZE}`,
      [after.shopId, after.profileId],
    );
    const rows = stored.map(toRow);
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE_SIZE) return;
    after = last;
  }
}

/** All links, in the order they were made. */
export async function readProfileLinks(sql: Sql): Promise<readonly ProfileLink[]> {
  const rows = await sql.query<{
    shop_id: ShopId;
    anonymous_profile_id: string;
    user_profile_id: string;
    after_offset: string;
  }>(
    `SELECT shop_id, anonymous_profile_id, user_profile_id, after_offset FROM profile_link ORDER BY link_id`,
  );
  return rows.map((row) => ({
    shopId: row.shop_id,
    anonymousProfileId: row.anonymous_profile_id,
    userProfileId: row.user_profile_id,
    afterOffset: Number(row.after_offset),
  }));
}
