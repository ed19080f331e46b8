import { CartwiseError, TOPICS, parseRecordKey, recordKey, type ShopId } from '#contracts';
import type { Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import type { Database, Sql } from '../connection/database.ts';
import { packValues } from '../connection/pack-values.ts';
import type { ProfileLink, ProfileRef, ProfileRow } from './profile-row.ts';

const { codec } = TOPICS.profiles;

/** A row as the driver gives it. */
export interface StoredProfile {
  readonly shop_id: ShopId;
  readonly profile_id: string;
  readonly version: string;
  readonly body: Buffer | null;
  readonly merged_into: string | null;
  readonly log_offset: string;
}

export const PROFILE_COLUMNS = 'shop_id, profile_id, version, body, merged_into, log_offset';

/** Shoppers' profiles. Written by the profiles app only. */
export class ProfileStore {
  constructor(private readonly database: Database) {}

  /** The profile, or that of the user the visitor was merged into. */
  async find(shopId: ShopId, profileId: string): Promise<Profile | undefined> {
    return (await this.findMany(shopId, [profileId])).get(profileId);
  }

  /** By the id asked for; ids without a profile are absent. A merged visitor's id gives the user's profile. */
  async findMany(shopId: ShopId, profileIds: readonly string[]): Promise<ReadonlyMap<string, Profile>> {
    const rows = await this.database.query<{ asked_id: string; body: Buffer }>(
      `SELECT asked.profile_id AS asked_id, owner.body
       FROM profile AS asked
       JOIN profile AS owner
         ON owner.shop_id = asked.shop_id AND owner.profile_id = coalesce(asked.merged_into, asked.profile_id)
       WHERE asked.shop_id = $1 AND asked.profile_id = ANY($2) AND owner.body IS NOT NULL`,
      [shopId, profileIds],
    );
    return new Map(rows.map((row) => [row.asked_id, codec.decode(row.body)]));
  }

  /** The newest bytes of each record key of profiles.v1; null where the visitor was merged or is not known. */
  async newestBytes(recordKeys: readonly string[]): Promise<Map<string, Uint8Array | null>> {
    const refs = recordKeys.map(parseRecordKey);
    const rows = await this.database.query<Pick<StoredProfile, 'shop_id' | 'profile_id' | 'body'>>(
      `SELECT shop_id, profile_id, body FROM profile
       WHERE (shop_id, profile_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
      [refs.map(({ shopId }) => shopId), refs.map(({ key }) => key)],
    );
    const found = new Map(rows.map((row) => [recordKey(row.shop_id, row.profile_id), row.body]));
    return new Map(recordKeys.map((key) => [key, found.get(key) ?? null]));
  }

  /**
   * The rows of these ids and of the users they were merged into, locked until the transaction ends. The caller must
   * save all that is missing among them: an id without a row gets one, empty, so that there is something to lock and
   * two transactions cannot both begin a profile. Locks are taken in one order; a visitor merged while we waited
   * brings another round, and a deadlock between two such rounds is the database's to break and the log's to retry.
   */
  async lock(sql: Sql, refs: readonly ProfileRef[]): Promise<readonly ProfileRow[]> {
    const locked = new Map<string, ProfileRow>();
    let created: ReadonlySet<string> = new Set();
    for (let wanted = refs; wanted.length > 0;) {
      for (const row of await lockWithOwners(sql, wanted)) {
        locked.set(recordKey(row.shopId, row.profileId), row);
      }
      const missing = refs.filter((ref) => !isIn(locked, ref) && !isIn(created, ref));
      const ours = await createEmpty(sql, missing);
      created = new Set([...created, ...ours]);
      // What was missing and is not ours, another transaction has created and committed meanwhile.
      wanted = [...ownersNotIn(locked), ...missing.filter((ref) => !isIn(ours, ref))];
    }
    return [...locked.values()];
  }

  /**
   * Writes rows whose version is one above the stored one. Throws UNAVAILABLE, to be tried again, when another
   * transaction created one of them since they were locked: there was no row to lock.
   */
  async save(sql: Sql, rows: readonly ProfileRow[]): Promise<void> {
    if (rows.length === 0) return;
    const sorted = inOrderOfKeys(rows);
    const { blob, starts, lengths } = packValues(sorted.map(bodyOf));
    const [saved] = await sql.query<{ count: number }>(
      `WITH saved AS (
         INSERT INTO profile (${PROFILE_COLUMNS})
         SELECT shop_id, profile_id, version, substring($1::bytea FROM start FOR length), merged_into, log_offset
         FROM unnest($2::int[], $3::int[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::bigint[])
           AS row(start, length, shop_id, profile_id, version, merged_into, log_offset)
         ON CONFLICT (shop_id, profile_id) DO UPDATE SET
           version = excluded.version, body = excluded.body, merged_into = excluded.merged_into,
           log_offset = excluded.log_offset, updated_at = now()
         WHERE profile.version = excluded.version - 1
         RETURNING 1
       ) SELECT count(*)::int AS count FROM saved`,
      [
        blob,
        starts,
        lengths,
        sorted.map(({ shopId }) => shopId),
        sorted.map(({ profileId }) => profileId),
        sorted.map(({ version }) => version),
        sorted.map(({ content }) => (content.kind === 'merged' ? content.into : null)),
        sorted.map(({ logOffset }) => logOffset),
      ],
    );
    if (saved?.count !== rows.length) {
      throw new CartwiseError('UNAVAILABLE', { reason: 'a profile was created by another partition' });
    }
  }

  async saveLinks(sql: Sql, links: readonly ProfileLink[]): Promise<void> {
    if (links.length === 0) return;
    await sql.query(
      `INSERT INTO profile_link (shop_id, anonymous_profile_id, user_profile_id, after_offset)
       SELECT shop_id, anonymous_id, user_id, after_offset
       FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
         WITH ORDINALITY AS link(shop_id, anonymous_id, user_id, after_offset, position)
       ORDER BY position`,
      [
        links.map(({ shopId }) => shopId),
        links.map(({ anonymousProfileId }) => anonymousProfileId),
        links.map(({ userProfileId }) => userProfileId),
        links.map(({ afterOffset }) => afterOffset),
      ],
    );
  }
}

/** Users that a locked visitor was merged into after the round of locks began. A user is never merged or removed. */
function ownersNotIn(locked: ReadonlyMap<string, ProfileRow>): readonly ProfileRef[] {
  return [...locked.values()].flatMap(({ shopId, content }) =>
    content.kind === 'merged' && !locked.has(recordKey(shopId, content.into))
      ? [{ shopId, profileId: content.into }]
      : [],
  );
}

const isIn = (keys: { has(key: string): boolean }, { shopId, profileId }: ProfileRef): boolean =>
  keys.has(recordKey(shopId, profileId));

/** Rows to be saved later in the transaction; the record keys of those that are ours. Waits for others' that commit. */
async function createEmpty(sql: Sql, refs: readonly ProfileRef[]): Promise<ReadonlySet<string>> {
  if (refs.length === 0) return new Set();
  const rows = await sql.query<Pick<StoredProfile, 'shop_id' | 'profile_id'>>(
    `INSERT INTO profile (${PROFILE_COLUMNS})
     SELECT shop_id, profile_id, 0, ''::bytea, NULL, -1
     FROM unnest($1::text[], $2::text[]) AS ref(shop_id, profile_id) ORDER BY 1, 2
     ON CONFLICT DO NOTHING RETURNING shop_id, profile_id`,
    [refs.map(({ shopId }) => shopId), refs.map(({ profileId }) => profileId)],
  );
  return new Set(rows.map((row) => recordKey(row.shop_id, row.profile_id)));
}

/** One round of locks: the rows, and their owners as far as we can see them now. */
async function lockWithOwners(sql: Sql, refs: readonly ProfileRef[]): Promise<readonly ProfileRow[]> {
  const rows = await sql.query<StoredProfile>(
    // The ids are a table of known size to the planner, not a guess at a list: it goes by the index, row by row.
    `WITH asked AS MATERIALIZED (SELECT * FROM unnest($1::text[], $2::text[]) AS ref(shop_id, profile_id)),
     wanted AS MATERIALIZED (
       SELECT shop_id, profile_id FROM asked
       UNION
       SELECT shop_id, visitor.merged_into FROM asked CROSS JOIN LATERAL (
         SELECT merged_into FROM profile
         WHERE profile.shop_id = asked.shop_id AND profile.profile_id = asked.profile_id LIMIT 1
       ) AS visitor WHERE visitor.merged_into IS NOT NULL
       ORDER BY 1, 2
     )
     SELECT stored.* FROM wanted CROSS JOIN LATERAL (
       SELECT ${PROFILE_COLUMNS} FROM profile
       WHERE profile.shop_id = wanted.shop_id AND profile.profile_id = wanted.profile_id
       LIMIT 1 FOR UPDATE
     ) AS stored`,
    [refs.map(({ shopId }) => shopId), refs.map(({ profileId }) => profileId)],
  );
  return rows.map(toRow);
}

export function toRow(stored: StoredProfile): ProfileRow {
  return {
    shopId: stored.shop_id,
    profileId: stored.profile_id,
    version: Number(stored.version),
    // The table's check holds that exactly one of the two is there.
    content:
      stored.merged_into === null
        ? { kind: 'profile', profile: codec.decode(stored.body ?? new Uint8Array()) }
        : { kind: 'merged', into: stored.merged_into },
    logOffset: Number(stored.log_offset),
  };
}

const bodyOf = ({ content, version }: ProfileRow): Uint8Array | null =>
  content.kind === 'profile' ? codec.encode({ ...content.profile, version }) : null;

/** New rows are inserted in the order in which existing ones are locked. */
function inOrderOfKeys(rows: readonly ProfileRow[]): readonly ProfileRow[] {
  const keyed = rows.map((row) => ({ key: recordKey(row.shopId, row.profileId), row }));
  return keyed.sort((one, other) => (one.key < other.key ? -1 : 1)).map(({ row }) => row);
}
