import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { ShopId } from '#contracts';
import type { Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import { CLOCK, LOGGER, type Clock, type Logger } from '#service';
import { LiveModels } from '../models/live-models.ts';
import { toShopper } from '../profiles/known-shopper.ts';
import { LiveProfiles } from '../profiles/live-profiles.ts';
import { Ranker } from './ranker.ts';

/** Has the list of a shopper made anew when the profile changes, so that it is there when the next page asks. */
@Injectable()
export class FreshLists implements OnApplicationBootstrap {
  constructor(
    private readonly profiles: LiveProfiles,
    private readonly models: LiveModels,
    private readonly ranker: Ranker,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.profiles.onChange((shopId, profile) => {
      this.refresh(shopId, profile).catch((error: unknown) => {
        this.logger.warn({ shopId, err: error }, 'a list could not be made before it was asked for');
      });
    });
  }

  private async refresh(shopId: ShopId, profile: Profile): Promise<void> {
    const model = this.models.ofShop(shopId);
    if (model === undefined) return;
    const shopper = toShopper(profile, [], this.clock());
    await this.ranker.refresh(model, { shopId, shopper, profile, problem: undefined });
  }
}
