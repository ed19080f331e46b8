import { LRUCache } from 'lru-cache';
import { recordKey, TOPICS, type ShopId } from '#contracts';
import type { Profile } from '#contracts/generated/cartwise/profile/v1/profile';

/** About 4 KB each with a hundred interactions: 200 MB at the most. */
const PROFILES_MAX = 50_000;
/** Absent profiles and aliases are a few bytes. */
const NAMES_MAX = 50_000;
/** A shopper without a profile gets one with the first event; the changelog tells of it anyway. */
const ABSENT_AGE_MAX_MS = 10_000;

type Cached =
  | { readonly kind: 'profile'; readonly profile: Profile }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' };

/** As bytes: the objects take several times as much, and the collector goes through them again and again. */
interface Kept {
  readonly version: number;
  readonly bytes: Uint8Array;
}

/** Profiles in memory, the least recently used forgotten first. The newest version wins, in whatever order it comes. */
export class ProfileCache {
  private readonly profiles = new LRUCache<string, Kept>({ max: PROFILES_MAX });
  /** Anonymous ids to the user they were merged into, as record keys. */
  private readonly aliases = new LRUCache<string, string>({ max: NAMES_MAX });
  private readonly absent: LRUCache<string, true>;

  constructor(nowMs: () => number) {
    this.absent = new LRUCache({
      max: NAMES_MAX,
      ttl: ABSENT_AGE_MAX_MS,
      perf: { now: nowMs },
      ttlResolution: 0,
    });
  }

  find(shopId: ShopId, profileId: string): Cached {
    const key = recordKey(shopId, profileId);
    const kept = this.profiles.get(this.aliases.get(key) ?? key);
    if (kept) return { kind: 'profile', profile: TOPICS.profiles.codec.decode(kept.bytes) };
    return { kind: this.absent.has(key) ? 'absent' : 'unknown' };
  }

  /** Takes over what a read of `profileId` found. */
  keep(shopId: ShopId, profileId: string, profile: Profile | undefined): void {
    const key = recordKey(shopId, profileId);
    if (profile === undefined) {
      this.absent.set(key, true);
      return;
    }
    if (profile.profileId !== profileId) this.aliases.set(key, recordKey(shopId, profile.profileId));
    this.change(shopId, profile);
  }

  /** Takes over a changed profile. `bytes` are those of the profile, and nobody else's. */
  change(shopId: ShopId, profile: Profile, bytes = TOPICS.profiles.codec.encode(profile)): void {
    const key = recordKey(shopId, profile.profileId);
    this.absent.delete(key);
    // An id may have moved to another user since: the store knows, so the next look-up asks it.
    for (const anonymousId of profile.mergedAnonymousIds) {
      const merged = recordKey(shopId, `a:${anonymousId}`);
      this.profiles.delete(merged);
      this.absent.delete(merged);
      if (this.aliases.peek(merged) !== key) this.aliases.delete(merged);
    }
    const known = this.profiles.peek(key);
    if (known !== undefined && known.version >= profile.version) return;
    this.profiles.set(key, { version: profile.version, bytes });
  }

  /** Forgets a profile that was merged or erased. */
  forget(shopId: ShopId, profileId: string): void {
    const key = recordKey(shopId, profileId);
    this.profiles.delete(key);
    this.aliases.delete(key);
    this.absent.delete(key);
  }
}
