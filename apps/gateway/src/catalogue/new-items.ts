import { setImmediate } from 'node:timers/promises';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { ShopId } from '#contracts';
import { NEW_ITEMS_MOST, type ItemAttributes } from '#ml';
import { LOGGER, type Logger } from '#service';
import { LiveModels } from '../models/live-models.ts';
import type { ServingModel } from '../models/serving-model.ts';
import { LiveCatalogue } from './live-catalogue.ts';
import type { ListedItem } from './shop-catalogue.ts';

/** Items that come within this time are told together: each telling makes the kept lists of the shop old. */
const TOLD_AFTER_MS = 1_000;
/** Of the items that a model can take up, some are left for those that come while it serves. */
const AT_START_MOST = 0.9 * NEW_ITEMS_MOST;
/** A large catalogue is gone through in parts: requests get their turn between them. */
const PART = 10_000;

/** Tells the models of items that they were not trained on, so that these can be recommended by their attributes at once. */
@Injectable()
export class NewItems implements BeforeApplicationShutdown {
  /** By shop and item id. */
  private readonly waiting = new Map<ShopId, Map<string, ListedItem>>();
  /** What each shop's model was told of an item, as text. */
  private readonly told = new Map<ShopId, Map<string, string>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly catalogue: LiveCatalogue,
    private readonly models: LiveModels,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    catalogue.onChange((shopId, item) => this.itemChanged(shopId, item));
    models.onSwap((shopId, model) => void this.modelChanged(shopId, model));
  }

  beforeApplicationShutdown(): void {
    clearTimeout(this.timer);
  }

  private async modelChanged(shopId: ShopId, model: ServingModel): Promise<void> {
    this.told.delete(shopId);
    const unknown: ListedItem[] = [];
    let seen = 0;
    for (const item of this.catalogue.ofShop(shopId).values()) {
      if (++seen % PART === 0) await setImmediate();
      if (!model.recommender.wasTrainedOn(item.id)) unknown.push(item);
    }
    unknown.sort((a, b) => b.updatedAt - a.updatedAt);
    for (const item of unknown.slice(0, AT_START_MOST)) this.add(shopId, item);
  }

  private itemChanged(shopId: ShopId, item: ListedItem): void {
    const model = this.models.ofShop(shopId);
    if (model === undefined) return;
    const told = this.told.get(shopId)?.get(item.id);
    const isNews = told === undefined ? !model.recommender.wasTrainedOn(item.id) : told !== textOf(item);
    if (isNews) this.add(shopId, item);
  }

  private add(shopId: ShopId, item: ListedItem): void {
    const waiting = this.waiting.get(shopId) ?? new Map<string, ListedItem>();
    this.waiting.set(shopId, waiting);
    if (waiting.size < NEW_ITEMS_MOST || waiting.has(item.id)) waiting.set(item.id, item);
    this.timer ??= setTimeout(() => void this.tellAll(), TOLD_AFTER_MS).unref();
  }

  private async tellAll(): Promise<void> {
    const waiting = [...this.waiting];
    this.waiting.clear();
    this.timer = undefined;
    for (const [shopId, items] of waiting) {
      try {
        await this.tell(shopId, [...items.values()]);
      } catch (error) {
        this.logger.warn({ shopId, items: items.size, err: error }, 'new items wait for the next model');
      }
    }
  }

  private async tell(shopId: ShopId, items: readonly ListedItem[]): Promise<void> {
    const model = this.models.ofShop(shopId);
    if (model === undefined) return;
    await model.recommender.describe(
      items.map((item) => ({ itemId: item.id, attributes: attributesOf(item) })),
    );
    const told = this.told.get(shopId) ?? new Map<string, string>();
    this.told.set(shopId, told);
    for (const item of items) if (model.recommender.has(item.id)) told.set(item.id, textOf(item));
  }
}

const attributesOf = ({ title, brand, productType, price }: ListedItem): ItemAttributes => ({
  title,
  brand,
  productType,
  price,
});

/** A price alone that changes is no news: it says little of what an item is. */
const textOf = ({ title, brand, productType }: ListedItem): string =>
  JSON.stringify([title, brand, productType]);
