import { recordKey } from '#contracts';
import { readProfileLinks, readProfileRows, type Database, type ProfileRow, type Sql } from '#database';
import { atArchivedMoment, type ArchivedMomentOptions, type ShopDirectory } from '#service';
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

/**
 * Recomputes every profile from the archive, in log order up to where the profiles' consumer stands, and compares it
 * with the stored row; all as of one moment. Holds all profiles in memory, about 2 KB each.
 * @throws ArchiveBehindError when the archive's group stays behind the profiles' group.
 */
export function verifyProfiles(
  database: Database,
  shops: ShopDirectory,
  options: Omit<ArchivedMomentOptions, 'group'>,
): Promise<ProfilesVerification> {
  return atArchivedMoment(database, { group: PROFILES_GROUP, ...options }, async (sql, applied) => {
    const expected = new ExpectedProfiles(await readProfileLinks(sql));
    for await (const page of applied) {
      for (const { event, offset } of page) {
        if (mayProfile(event)) expected.fold(event, offset, shopCurrencyOf(shops, event.shopId));
      }
    }
    return compare(sql, expected);
  });
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
