import {
  Decision,
  type CartwiseClient,
  type Item,
  type RecommendedItem,
} from '../../clients/typescript/src/index.ts';
import type { Product, Recommendations } from './page/shop-api.ts';

export const CURRENCY = 'GBP';
const SHOWN = 8;
const LISTED = 24;
const PAGE_SIZE = 500;
/** A page waits no longer for its recommendations, nor a checkout for a score. */
const DEADLINE_MS = 1_000;

/** An order as the page sends it. */
export interface CheckoutRequest {
  readonly orderId: string;
  readonly userId?: string;
  readonly anonymousId: string;
  readonly deviceId: string;
  readonly itemIds: readonly string[];
}

/** What the shop's backend knows and asks of Cartwise, with the server key. */
export class ShopBackend {
  private constructor(
    private readonly cartwise: CartwiseClient,
    private readonly catalogue: ReadonlyMap<string, Product>,
  ) {}

  /** Reads the catalogue once; a shop has its own. */
  static async open(cartwise: CartwiseClient): Promise<ShopBackend> {
    const catalogue = new Map<string, Product>();
    let pageToken = '';
    do {
      const page = await cartwise.catalog.listItems(
        { pageSize: PAGE_SIZE, pageToken },
        { deadlineMs: 10_000 },
      );
      for (const item of page.items) catalogue.set(item.id, productOf(item));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    return new ShopBackend(cartwise, catalogue);
  }

  products(query: string): readonly Product[] {
    const words = query.toLowerCase().split(/\s+/);
    const fits = ({ title }: Product) => words.every((word) => title.toLowerCase().includes(word));
    return [...this.catalogue.values()].filter(fits).slice(0, LISTED);
  }

  /** No list is better than no page: where Cartwise does not answer, nothing is recommended. */
  async recommendations(
    userId: string,
    anonymousId: string,
    seen: readonly string[],
  ): Promise<Recommendations> {
    try {
      const { recommendationId, items } = await this.cartwise.recommendations.recommend(
        { userId, anonymousId, sessionItemIds: seen, excludeItemIds: seen, limit: SHOWN, placement: 'home' },
        { deadlineMs: DEADLINE_MS },
      );
      return {
        recommendationId,
        items: items.map((item) => ({ ...recommendedOf(item), reason: item.reason })),
      };
    } catch (error) {
      console.error(String(error));
      return { recommendationId: '', items: [] };
    }
  }

  /** Whether to take the order. A shop sells also when nobody scores it; to review is after it is taken. */
  async takes(
    { orderId, userId = '', anonymousId, deviceId, itemIds }: CheckoutRequest,
    ip: string,
  ): Promise<boolean> {
    const items = itemIds.flatMap((itemId) => this.catalogue.get(itemId) ?? []);
    const lines = items.map(({ itemId, price }) => ({ itemId, quantity: 1, priceMinor: minor(price) }));
    const amountMinor = lines.reduce((sum, { priceMinor }) => sum + priceMinor, 0);
    const order = {
      orderId,
      userId,
      anonymousId,
      deviceId,
      ip,
      items: lines,
      total: { amountMinor, currency: CURRENCY },
    };
    try {
      const { decision } = await this.cartwise.fraud.scoreOrder(order, { deadlineMs: DEADLINE_MS });
      return decision !== Decision.DECISION_DECLINE;
    } catch (error) {
      console.error(String(error));
      return true;
    }
  }
}

const minor = (price: number) => Math.round(price * 100);

const productOf = ({ id, title, productType, price }: Item): Product => ({
  itemId: id,
  title,
  category: productType,
  price: (price?.amountMinor ?? 0) / 100,
});

const recommendedOf = ({ itemId, title, productType, price }: RecommendedItem): Product => ({
  itemId,
  title,
  category: productType,
  price: (price?.amountMinor ?? 0) / 100,
});
