import { profileKey, recordKey, type Event } from '#contracts';
import type { ProfileLink, ProfileRef, ProfileRow } from '#database';
import type { Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import { mergeProfiles, withAnonymousId } from '../reducer/merge-profiles.ts';
import { reduceProfile } from '../reducer/reduce-profile.ts';
import { ProfilePage } from './profile-page.ts';
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
  private readonly pages: Map<string, ProfilePage>;
  private readonly published = new Set<ProfilePage>();
  private readonly links: ProfileLink[] = [];

  constructor(loaded: readonly ProfileRow[]) {
    this.pages = new Map(
      loaded.map((row) => [recordKey(row.shopId, row.profileId), ProfilePage.stored(row)]),
    );
  }

  /** `offset` is the event's place in its partition of events.v1. */
  fold(event: Event, offset: number, shopCurrency: string): void {
    const identification = identificationOf(event);
    if (identification !== undefined) this.link(identification);
    const own = this.pageOf({ shopId: event.shopId, profileId: profileKey(event) });
    const owner = this.ownerOf(own);
    this.putProfile(owner, reduceProfile(owner.profile, event, shopCurrency));
    own.logOffset = offset;
    own.changed = true;
  }

  changes(): ProfileChanges {
    return {
      rows: [...this.pages.values()].filter(({ changed }) => changed).map((page) => page.row()),
      links: this.links,
      published: Array.from(this.published, ({ ref }) => ref),
    };
  }

  private link(identification: Identification): void {
    const visitor = this.pageOf(identification.visitor);
    const user = this.pageOf(identification.user);
    const { content } = visitor;
    if (content.kind === 'merged' && content.into === user.ref.profileId) return;
    const merged = content.kind === 'profile' ? mergeProfiles(user.profile, content.profile) : user.profile;
    this.putProfile(user, withAnonymousId(merged, visitor.ref.profileId.slice('a:'.length)));
    visitor.content = { kind: 'merged', into: user.ref.profileId };
    visitor.changed = true;
    this.published.add(visitor);
    this.links.push({
      shopId: visitor.ref.shopId,
      anonymousProfileId: visitor.ref.profileId,
      userProfileId: user.ref.profileId,
      afterOffset: visitor.logOffset,
    });
  }

  /** The page that a visitor's events go to: the user's it was merged into, who is never merged. */
  private ownerOf(page: ProfilePage): ProfilePage {
    const { content, ref } = page;
    return content.kind === 'merged' ? this.pageOf({ shopId: ref.shopId, profileId: content.into }) : page;
  }

  private pageOf(ref: ProfileRef): ProfilePage {
    const key = recordKey(ref.shopId, ref.profileId);
    const known = this.pages.get(key);
    if (known !== undefined) return known;
    const blank = ProfilePage.blank(ref);
    this.pages.set(key, blank);
    return blank;
  }

  private putProfile(page: ProfilePage, profile: Profile): void {
    page.content = { kind: 'profile', profile };
    page.changed = true;
    this.published.add(page);
  }
}
