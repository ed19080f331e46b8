import type { EpochMs, EventType, ShopId } from '#contracts';
import type { EventArchive, ModelStore } from '#database';
import { interactionsOf, popularityDrift, readItemIds, type ItemCounts } from '#ml';
import type { ArtifactStore, Logger } from '#service';

const DAY_MS = 86_400_000;
/** Of either day: with fewer, chance alone moves the index by about a tenth of a usual threshold. */
const INTERACTIONS_MIN = 500;
/** Those that interactionsOf makes something of. */
const EVENT_TYPES: readonly EventType[] = [
  'product_viewed',
  'product_added',
  'wishlist_added',
  'order_completed',
];

export interface DriftTools {
  readonly archive: Pick<EventArchive, 'sample'>;
  readonly models: Pick<ModelStore, 'list'>;
  readonly artifacts: Pick<ArtifactStore, 'read'>;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

/**
 * Compares what shoppers look at on the newest day with what they looked at on the last day that the newest recommender has
 * learnt from: a training that has learnt from a shift ends it, whether its model serves or not.
 */
export class DriftWatch {
  /** Of each shop's newest version, as its artifact has them. */
  private readonly known = new Map<
    ShopId,
    { readonly version: string; readonly itemIds: readonly string[] }
  >();

  constructor(
    private readonly tools: DriftTools,
    private readonly shopIds: readonly ShopId[],
    /** Population stability index above which popularity has drifted. */
    private readonly threshold: number,
  ) {}

  /** Why to train now; undefined while there is no drift. Never rejects: the interval trains anyway. */
  async reason(now: EpochMs): Promise<string | undefined> {
    for (const shopId of this.shopIds) {
      try {
        const drift = await this.driftOf(shopId, now);
        if (drift !== undefined && drift > this.threshold) return this.told(shopId, drift);
      } catch (err) {
        this.tools.logger.warn({ shopId, err }, 'drift could not be measured');
      }
    }
    return undefined;
  }

  /** Undefined without a model or with too little to tell. */
  private async driftOf(shopId: ShopId, now: EpochMs): Promise<number | undefined> {
    const [newest] = await this.tools.models.list(shopId, 'recommender', 1);
    if (newest === undefined) return undefined;
    const today = await this.countDay(shopId, now);
    const before = await this.countDay(shopId, newest.dataUntil);
    if (total(today) < INTERACTIONS_MIN || total(before) < INTERACTIONS_MIN) return undefined;
    const drift = popularityDrift(await this.itemIdsOf(shopId, newest.version), before, today);
    this.tools.logger.info({ shopId, version: newest.version, drift }, 'drift of popularity measured');
    return drift;
  }

  private async countDay(shopId: ShopId, untilMs: number): Promise<ItemCounts> {
    const span = { shopId, fromMs: untilMs - DAY_MS, untilMs, types: EVENT_TYPES };
    const counts = new Map<string, number>();
    for (const event of await this.tools.archive.sample(span)) {
      for (const { itemId } of interactionsOf(event)) counts.set(itemId, (counts.get(itemId) ?? 0) + 1);
    }
    return counts;
  }

  private async itemIdsOf(shopId: ShopId, version: string): Promise<readonly string[]> {
    const known = this.known.get(shopId);
    if (known?.version === version) return known.itemIds;
    const itemIds = readItemIds(await this.tools.artifacts.read(shopId, version));
    this.known.set(shopId, { version, itemIds });
    return itemIds;
  }

  private told(shopId: ShopId, drift: number): string {
    return `drift: population stability index ${drift.toFixed(2)} over ${this.threshold} of ${shopId}`;
  }
}

const total = (counts: ItemCounts): number => [...counts.values()].reduce((sum, count) => sum + count, 0);
