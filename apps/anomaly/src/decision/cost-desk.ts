import type { DecisionCosts } from '#contracts/generated/cartwise/fraud/v1/costs';
import type { DecisionCostStore } from '#database';
import type { Actor, Clock, Shop } from '#service';
import type { PolicyPublisher } from '../policy/policy-publisher.ts';
import type { PutCostsFields } from './cost-requests.ts';
import { defaultCosts } from './default-costs.ts';

/** What decisions cost a shop, as people say it. */
export class CostDesk {
  constructor(
    private readonly store: DecisionCostStore,
    private readonly publisher: PolicyPublisher,
    private readonly clock: Clock,
  ) {}

  async put(actor: Actor, { costs: asked, author }: PutCostsFields): Promise<DecisionCosts> {
    const costs: DecisionCosts = {
      ...asked,
      author: author === '' ? actor.name : author,
      changedAtMs: this.clock(),
      isDefault: false,
    };
    return this.publisher.publish(actor, async (sql) => {
      const before = await this.store.put(sql, actor.shopId, costs);
      return {
        result: costs,
        kept: [{ costs }],
        audited: [
          { action: 'costs.changed', subject: { kind: 'costs', id: costs.currency }, before, after: costs },
        ],
      };
    });
  }

  /** Those that were set, and those that are assumed of the shop's own currency. */
  async list(shop: Shop): Promise<readonly DecisionCosts[]> {
    const set = await this.store.list(shop.id);
    const assumed = set.some(({ currency }) => currency === shop.currency)
      ? undefined
      : defaultCosts(shop.currency);
    return assumed === undefined ? set : [assumed, ...set];
  }
}
