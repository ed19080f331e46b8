import type { ProfileRef, ProfileRow } from '#database';
import type { Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import { emptyProfile } from '../reducer/empty-profile.ts';

/** A row in hand: changed in place, for many events of a batch are of one shopper. */
export class ProfilePage {
  content: ProfileRow['content'];
  logOffset: number;
  changed = false;
  private readonly storedVersion: number;

  private constructor(
    readonly ref: ProfileRef,
    row: Pick<ProfileRow, 'version' | 'content' | 'logOffset'>,
  ) {
    this.content = row.content;
    this.logOffset = row.logOffset;
    this.storedVersion = row.version;
  }

  static stored(row: ProfileRow): ProfilePage {
    return new ProfilePage({ shopId: row.shopId, profileId: row.profileId }, row);
  }

  static blank(ref: ProfileRef): ProfilePage {
    const content = { kind: 'profile', profile: emptyProfile(ref.profileId) } as const;
    return new ProfilePage(ref, { version: 0, content, logOffset: -1 });
  }

  /** Throws on a visitor that was merged: it has none. */
  get profile(): Profile {
    if (this.content.kind === 'merged') throw new Error(`profile ${this.ref.profileId} is merged`);
    return this.content.profile;
  }

  /** The row to be saved: a batch counts as one change of version. */
  row(): ProfileRow {
    const { content, logOffset } = this;
    const { shopId, profileId } = this.ref;
    return { shopId, profileId, version: this.storedVersion + 1, content, logOffset };
  }
}
