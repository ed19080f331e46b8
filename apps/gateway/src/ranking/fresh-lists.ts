import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { recordKey, type ShopId } from '#contracts';
import type { Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import { CLOCK, LOGGER, type Clock, type Logger } from '#service';
import { LiveModels } from '../models/live-models.ts';
import { toShopper, type KnownShopper } from '../profiles/known-shopper.ts';
import { LiveProfiles } from '../profiles/live-profiles.ts';
import { Ranker } from './ranker.ts';

/** Few at a time, so that a list somebody waits for is soon its turn. */
const UNDER_WAY_MAX = 2;
/** Profiles that wait, a few KB each: beyond that a list is made when it is asked for. */
const WAITING_MAX = 10_000;

interface Changed {
  readonly shopId: ShopId;
  readonly profile: Profile;
}

/** Has the list of a shopper made anew when the profile changes, so that it is there when the next page asks. */
@Injectable()
export class FreshLists implements OnApplicationBootstrap {
  /** By record key, the longest unchanged first. A profile that changes again waits with its newest version. */
  private readonly waiting = new Map<string, Changed>();
  private underWay = 0;

  constructor(
    @Inject(LiveProfiles) private readonly profiles: Pick<LiveProfiles, 'onChange'>,
    @Inject(LiveModels) private readonly models: Pick<LiveModels, 'ofShop'>,
    private readonly ranker: Ranker,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.profiles.onChange((shopId, profile) => this.add({ shopId, profile }));
  }

  private add(changed: Changed): void {
    const { shopId, profile } = changed;
    const model = this.models.ofShop(shopId);
    if (model === undefined || !this.ranker.isAwaited(model, this.knownOf(changed))) return;
    const key = recordKey(shopId, profile.profileId);
    this.waiting.delete(key);
    this.waiting.set(key, changed);
    if (this.waiting.size > WAITING_MAX) this.takeFirst();
    this.refreshNext();
  }

  private refreshNext(): void {
    if (this.underWay >= UNDER_WAY_MAX) return;
    const changed = this.takeFirst();
    if (changed === undefined) return;
    this.underWay++;
    void this.refresh(changed).finally(() => {
      this.underWay--;
      this.refreshNext();
    });
  }

  private takeFirst(): Changed | undefined {
    const [first] = this.waiting;
    if (first === undefined) return undefined;
    this.waiting.delete(first[0]);
    return first[1];
  }

  private async refresh(changed: Changed): Promise<void> {
    const model = this.models.ofShop(changed.shopId);
    if (model === undefined) return;
    try {
      await this.ranker.refresh(model, this.knownOf(changed));
    } catch (error) {
      this.logger.warn({ shopId: changed.shopId, err: error }, 'a list is made when it is asked for');
    }
  }

  private knownOf({ shopId, profile }: Changed): KnownShopper {
    return { shopId, profile, shopper: toShopper(profile, [], this.clock()), problem: undefined };
  }
}
