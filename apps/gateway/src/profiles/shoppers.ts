import { Inject, Injectable } from '@nestjs/common';
import type { ShopId } from '#contracts';
import { CLOCK, type Clock } from '#service';
import { toShopper, type KnownShopper } from './known-shopper.ts';
import { LiveProfiles } from './live-profiles.ts';

/** Who asks: the user where the request names one, else the anonymous visitor, else nobody. */
interface Identity {
  readonly userId: string;
  readonly anonymousId: string;
  readonly sessionItemIds: readonly string[];
}

/** Finds out what is known of the shopper of a request. */
@Injectable()
export class Shoppers {
  constructor(
    private readonly profiles: LiveProfiles,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async find(shopId: ShopId, identity: Identity): Promise<KnownShopper> {
    const profileId = profileIdOf(identity);
    const lookup =
      profileId === undefined ? ({ kind: 'none' } as const) : await this.profiles.find(shopId, profileId);
    const profile = lookup.kind === 'found' ? lookup.profile : undefined;
    return {
      shopId,
      shopper: toShopper(profile, identity.sessionItemIds, this.clock()),
      profile,
      problem: lookup.kind === 'unavailable' ? 'the profile store does not answer' : undefined,
    };
  }
}

function profileIdOf({ userId, anonymousId }: Identity): string | undefined {
  if (userId !== '') return `u:${userId}`;
  return anonymousId === '' ? undefined : `a:${anonymousId}`;
}
