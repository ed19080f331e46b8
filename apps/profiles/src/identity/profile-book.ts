import { profileKey, recordKey, type Event } from '#contracts';
import type { ProfileLink, ProfileRef, ProfileRow } from '#database';
import type { Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import { emptyProfile } from '../reducer/empty-profile.ts';
import { mergeProfiles, withAnonymousId } from '../reducer/merge-profiles.ts';
import { reduceProfile } from '../reducer/reduce-profile.ts';
import { identificationOf, type Identification } from './profiles-of-event.ts';

/** What a batch leaves to be written. */
export interface ProfileChanges {
  readonly rows: readonly ProfileRow[];
  readonly links: readonly ProfileLink[];
  /** Rows whose profile changed or went: what profiles.v1 must hear of. */
  readonly published: readonly ProfileRef[];
}

/**
 * The profiles of a batch in memory: folds events in log order and knows whose an event is.
 *
 * An anonymous visitor's profile is merged into the first user it is identified with, and later events of the visitor
 * go to that user. When the visitor is identified with a second user (a shared device), what was merged stays with
 * the first, and later anonymous events go to the second.
 */
export class ProfileBook {
  private readonly rows: Map<string, ProfileRow>;
  private readonly changed = new Set<string>();
  private readonly published = new Map<string, ProfileRef>();
  private readonly links: ProfileLink[] = [];

  constructor(loaded: readonly ProfileRow[]) {
    this.rows = new Map(loaded.map((row) => [recordKey(row.shopId, row.profileId), row]));
  }

  /** `offset` is the event's place in its partition of events.v1. */
  fold(event: Event, offset: number, shopCurrency: string): void {
    const identification = identificationOf(event);
    if (identification !== undefined) this.link(identification);
    const key = { shopId: event.shopId, profileId: profileKey(event) };
    const owner = this.ownerOf(key);
    this.putProfile(owner, reduceProfile(this.profileOf(owner), event, shopCurrency));
    this.put({ ...this.rowOf(key), logOffset: offset });
  }

  changes(): ProfileChanges {
    return {
      // The keys of `changed` are keys of `rows`; a batch counts as one change of version.
      rows: [...this.rows]
        .filter(([key]) => this.changed.has(key))
        .map(([, row]) => ({ ...row, version: row.version + 1 })),
      links: this.links,
      published: [...this.published.values()],
    };
  }

  private link({ visitor, user }: Identification): void {
    const row = this.rowOf(visitor);
    if (row.content.kind === 'merged' && row.content.into === user.profileId) return;
    const profile = this.profileOf(user);
    const merged = row.content.kind === 'profile' ? mergeProfiles(profile, row.content.profile) : profile;
    this.putProfile(user, withAnonymousId(merged, visitor.profileId.slice('a:'.length)));
    this.put({ ...row, content: { kind: 'merged', into: user.profileId } });
    this.published.set(recordKey(visitor.shopId, visitor.profileId), visitor);
    this.links.push({
      shopId: visitor.shopId,
      anonymousProfileId: visitor.profileId,
      userProfileId: user.profileId,
      afterOffset: row.logOffset,
    });
  }

  private ownerOf(ref: ProfileRef): ProfileRef {
    const { content } = this.rowOf(ref);
    return content.kind === 'merged' ? { shopId: ref.shopId, profileId: content.into } : ref;
  }

  private profileOf(ref: ProfileRef): Profile {
    const { content } = this.rowOf(ref);
    // A user is never merged, and ownerOf gives no visitor that was.
    if (content.kind === 'merged') throw new Error(`profile ${ref.profileId} is merged`);
    return content.profile;
  }

  private rowOf(ref: ProfileRef): ProfileRow {
    return (
      this.rows.get(recordKey(ref.shopId, ref.profileId)) ?? {
        ...ref,
        version: 0,
        content: { kind: 'profile', profile: emptyProfile(ref.profileId) },
        logOffset: -1,
      }
    );
  }

  private putProfile(ref: ProfileRef, profile: Profile): void {
    this.put({ ...this.rowOf(ref), content: { kind: 'profile', profile } });
    this.published.set(recordKey(ref.shopId, ref.profileId), {
      shopId: ref.shopId,
      profileId: ref.profileId,
    });
  }

  private put(row: ProfileRow): void {
    const key = recordKey(row.shopId, row.profileId);
    this.rows.set(key, row);
    this.changed.add(key);
  }
}
