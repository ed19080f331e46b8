import { Inject, Injectable } from '@nestjs/common';
import type { ShopId } from '#contracts';
import { LiveInteractions } from '../learning/live-interactions.ts';
import type { HostedModel } from '../recommenders/recommender-host.ts';
import type { ServingModel } from './serving-model.ts';

/**
 * Every model that is open, the champions and what experiments try: from then until it is let go it learns from what
 * happens, and who listens hears of it.
 */
@Injectable()
export class OpenModels {
  private readonly open = new Map<ShopId, Set<ServingModel>>();
  private opened: (shopId: ShopId, model: ServingModel) => void = () => undefined;

  constructor(@Inject(LiveInteractions) private readonly live: Pick<LiveInteractions, 'start' | 'stop'>) {}

  /** Has `listener` told of every model that is opened. */
  onOpen(listener: (shopId: ShopId, model: ServingModel) => void): void {
    this.opened = listener;
  }

  ofShop(shopId: ShopId): Iterable<ServingModel> {
    return this.open.get(shopId) ?? [];
  }

  has(shopId: ShopId, model: ServingModel): boolean {
    return this.open.get(shopId)?.has(model) === true;
  }

  /** Resolves when the model knows what happened since its training, or after a few seconds. */
  async add(shopId: ShopId, model: HostedModel): Promise<void> {
    await this.live.start(shopId, model);
    const models = this.open.get(shopId) ?? new Set();
    this.open.set(shopId, models.add(model));
    this.opened(shopId, model);
  }

  letGo(shopId: ShopId, model: HostedModel): void {
    this.open.get(shopId)?.delete(model);
    this.live.stop(model);
    model.release();
  }
}
