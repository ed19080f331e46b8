import { Inject, Injectable } from '@nestjs/common';
import { TOPICS, type ShopId } from '#contracts';
import type { Placement } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { EVENT_LOG, type Follows, LOGGER, type Logger, TopicFollower, type TopicRecord } from '#service';
import type { Compile } from '../controls/controls-fields.ts';
import { PlacementFields } from '../recommendation/requests.ts';
import { placementSettings, type PlacementSettings } from './placement-settings.ts';

const BATCH_SIZE_MAX = 100;

/** A placement as it came, and as it was read when it was first asked for. */
interface Kept {
  readonly message: Placement;
  settings?: PlacementSettings | undefined;
}

/** Every shop's placements, kept current from placements.v1. The service is ready once it has read all of them. */
@Injectable()
export class LivePlacements extends TopicFollower<Placement> {
  private readonly shops = new Map<ShopId, Map<string, Kept>>();

  constructor(
    @Inject(EVENT_LOG) eventLog: Follows,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super(eventLog, { topic: TOPICS.placements, from: 'earliest', batchSizeMax: BATCH_SIZE_MAX });
  }

  /** undefined for a name that has no settings. */
  find(shopId: ShopId, id: string, compile: Compile): PlacementSettings | undefined {
    const kept = this.shops.get(shopId)?.get(id);
    if (kept === undefined) return undefined;
    return (kept.settings ??= placementSettings(PlacementFields.parse(kept.message), compile));
  }

  protected apply(records: readonly TopicRecord<Placement>[]): void {
    for (const { shopId, key, value } of records) {
      let placements = this.shops.get(shopId);
      if (placements === undefined) this.shops.set(shopId, (placements = new Map()));
      if (value === null) placements.delete(key);
      // Another version of the gateway may allow what this one does not know; it was parsed before it was sent.
      else if (PlacementFields.safeParse(value).success) placements.set(key, { message: value });
      else
        this.logger.error({ shopId, placement: key }, 'a placement cannot be read; the one before it holds');
    }
  }
}
