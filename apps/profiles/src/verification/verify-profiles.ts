import { recordKey, TOPICS } from '#contracts';
import {
  EventArchive,
  readCommittedOffsets,
  readProfileLinks,
  readProfileRows,
  type Database,
  type OffsetSource,
  type ProfileRow,
  type Sql,
} from '#database';
import type { ShopDirectory } from '#service';
import { PROFILES_GROUP } from '../consumer/apply-events.ts';
import { mayProfile } from '../identity/may-profile.ts';
import { shopCurrencyOf } from '../identity/shop-currency.ts';
import { ExpectedProfiles } from './expected-profiles.ts';
import { profileDifferences } from './profile-differences.ts';

export interface ProfileDifference {
  /** shop/profile id */
  readonly key: string;
  /** Names of fields, or "missing" (no row) or "unexpected" (no event). */
  readonly fields: readonly string[];
}

export interface ProfilesVerification {
  readonly compared: number;
  readonly differ: number;
  /** The first ten. */
  readonly differences: readonly ProfileDifference[];
}

const DIFFERENCES_SHOWN_MAX = 10;

/** The archive's consumer has not come as far as the profiles': there is nothing yet to compare with. */
export class ArchiveBehindError extends Error {
  override readonly name = 'ArchiveBehindError';
}

/**
 * Recomputes every profile from the archive, in log order up to where the profiles' consumer stands, and compares it
 * with the stored row; all as of one moment. Holds all profiles in memory, about 2 KB each.
 * @throws ArchiveBehindError when the archive's group stands before the profiles' group.
 */
export async function verifyProfiles(
  database: Database,
  shops: ShopDirectory,
  options: { readonly archiveGroup: string; readonly offsets: OffsetSource },
): Promise<ProfilesVerification> {
  return database.transaction(async (sql) => {
    await sql.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const untilOffsets = await offsetsOf(sql, PROFILES_GROUP, options.offsets);
    requireArchive(await offsetsOf(sql, options.archiveGroup, options.offsets), untilOffsets);
    const expected = new ExpectedProfiles(await readProfileLinks(sql));
    const archive = new EventArchive(database);
    for (const [partition, untilOffset] of untilOffsets) {
      for await (const page of archive.readInLogOrder(sql, partition, untilOffset)) {
        for (const { event, offset } of page) {
          if (mayProfile(event)) expected.fold(event, offset, shopCurrencyOf(shops, event.shopId));
        }
      }
    }
    return compare(sql, expected);
  });
}

const offsetsOf = (sql: Sql, group: string, source: OffsetSource) =>
  readCommittedOffsets(sql, group, TOPICS.events.name, source);

function requireArchive(archived: ReadonlyMap<number, number>, folded: ReadonlyMap<number, number>): void {
  for (const [partition, offset] of folded) {
    const behind = offset - (archived.get(partition) ?? 0);
    if (behind <= 0) continue;
    throw new ArchiveBehindError(`the archive is ${behind} events behind on partition ${partition}`);
  }
}

async function compare(sql: Sql, expected: ExpectedProfiles): Promise<ProfilesVerification> {
  const differences: ProfileDifference[] = [];
  let compared = 0;
  let differ = 0;
  const report = (key: string, fields: readonly string[]) => {
    if (fields.length === 0) return;
    differ += 1;
    if (differences.length < DIFFERENCES_SHOWN_MAX) differences.push({ key, fields });
  };
  for await (const page of readProfileRows(sql)) {
    for (const row of page) report(recordKey(row.shopId, row.profileId), rowDifferences(row, expected));
    compared += page.length;
  }
  for (const key of expected.remaining()) report(key, ['missing']);
  return { compared, differ, differences };
}

function rowDifferences(
  { shopId, profileId, content }: ProfileRow,
  expected: ExpectedProfiles,
): readonly string[] {
  const profile = expected.take(shopId, profileId);
  // Nothing may be left that belongs to a merged visitor.
  if (content.kind === 'merged') return profile === undefined ? [] : ['merged'];
  if (profile === undefined) return ['unexpected'];
  const anyOrder = profile.mergedAnonymousIds.length > 0;
  return profileDifferences(content.profile, profile, { anyOrder });
}
