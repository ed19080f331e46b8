import { setImmediate } from 'node:timers/promises';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { ShopId } from '#contracts';
import { NEW_ITEMS_MOST, type ItemAttributes } from '#ml';
import { LOGGER, type Logger } from '#service';
import { OpenModels } from '../models/open-models.ts';
import type { ServingModel } from '../models/serving-model.ts';
import { LiveCatalogue } from './live-catalogue.ts';
import type { ListedItem } from './shop-catalogue.ts';

/** Items that come within this time are told together: each telling makes the kept lists of the shop old. */
const TOLD_AFTER_MS = 1_000;
/** Of the items that a model can take up, some are left for those that come while it serves. */
const AT_START_MOST = 0.9 * NEW_ITEMS_MOST;
/** A large catalogue is gone through in parts: requests get their turn between them. */
const PART = 10_000;

/** What waits to be told to a model. */
interface Waiting {
  readonly shopId: ShopId;
  /** By item id. */
  readonly items: Map<string, ListedItem>;
}

/** Tells the models of items that they were not trained on, so that these can be recommended by their attributes at once. */
@Injectable()
export class NewItems implements BeforeApplicationShutdown {
  private readonly waiting = new Map<ServingModel, Waiting>();
  /** What each model was told of an item, as text. */
  private readonly told = new WeakMap<ServingModel, Map<string, string>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly catalogue: LiveCatalogue,
    private readonly models: OpenModels,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    catalogue.onChange((shopId, item) => this.itemChanged(shopId, item));
    models.onOpen((shopId, model) => void this.modelOpened(shopId, model));
  }

  beforeApplicationShutdown(): void {
    clearTimeout(this.timer);
  }

  private async modelOpened(shopId: ShopId, model: ServingModel): Promise<void> {
    const unknown: ListedItem[] = [];
    let seen = 0;
    for (const item of this.catalogue.ofShop(shopId).values()) {
      if (++seen % PART === 0) await setImmediate();
      if (!model.recommender.wasTrainedOn(item.id)) unknown.push(item);
    }
    unknown.sort((a, b) => b.updatedAt - a.updatedAt);
    for (const item of unknown.slice(0, AT_START_MOST)) this.add(shopId, model, item);
  }

  private itemChanged(shopId: ShopId, item: ListedItem): void {
    for (const model of this.models.ofShop(shopId)) {
      const told = this.told.get(model)?.get(item.id);
      const isNews = told === undefined ? !model.recommender.wasTrainedOn(item.id) : told !== textOf(item);
      if (isNews) this.add(shopId, model, item);
    }
  }

  private add(shopId: ShopId, model: ServingModel, item: ListedItem): void {
    const waiting = this.waiting.get(model) ?? { shopId, items: new Map<string, ListedItem>() };
    this.waiting.set(model, waiting);
    const { items } = waiting;
    if (items.size < NEW_ITEMS_MOST || items.has(item.id)) items.set(item.id, item);
    this.timer ??= setTimeout(() => void this.tellAll(), TOLD_AFTER_MS).unref();
  }

  private async tellAll(): Promise<void> {
    const waiting = [...this.waiting];
    this.waiting.clear();
    this.timer = undefined;
    for (const [model, { shopId, items }] of waiting) {
      if (!this.models.has(shopId, model)) continue;
      try {
        await this.tell(model, [...items.values()]);
      } catch (err) {
        const { version } = model;
        this.logger.warn({ shopId, version, items: items.size, err }, 'new items wait for the next model');
      }
    }
  }

  private async tell(model: ServingModel, items: readonly ListedItem[]): Promise<void> {
    const { recommender } = model;
    await recommender.describe(items.map((item) => ({ itemId: item.id, attributes: attributesOf(item) })));
    const told = this.told.get(model) ?? new Map<string, string>();
    this.told.set(model, told);
    for (const item of items) if (recommender.has(item.id)) told.set(item.id, textOf(item));
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
