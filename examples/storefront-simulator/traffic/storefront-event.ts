import type { ShopItem } from '../catalogue/shop-item.ts';
import type { Card } from '../shoppers/shopper.ts';

/** An event as the page of a shop sends it with Segment's library, without what the sender adds. */
export interface StorefrontEvent {
  readonly messageId: string;
  readonly type: 'track' | 'page' | 'identify';
  readonly event?: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly context: object;
  readonly properties?: object;
}

/** Who sends: the visitor behind one device, logged in or not. */
export interface Visitor {
  readonly userId?: string | undefined;
  readonly anonymousId: string;
  readonly deviceId: string;
  readonly ip: string;
  readonly userAgent: string;
}

export function track(
  visitor: Visitor,
  messageId: string,
  event: string,
  properties: object,
): StorefrontEvent {
  const { userId, anonymousId, deviceId, ip, userAgent } = visitor;
  return {
    messageId,
    type: 'track',
    event,
    ...(userId === undefined ? {} : { userId }),
    anonymousId,
    context: { ip, userAgent, device: { id: deviceId } },
    properties,
  };
}

export const CURRENCY = 'GBP';

export const product = ({ itemId, title, category, priceMinor }: ShopItem) => ({
  product_id: itemId,
  name: title,
  category,
  price: priceMinor / 100,
  currency: CURRENCY,
});

export const products = (items: readonly ShopItem[]) =>
  items.map((item) => ({ ...product(item), quantity: 1 }));

export const totalMinor = (items: readonly ShopItem[]): number =>
  items.reduce((sum, { priceMinor }) => sum + priceMinor, 0);

export const cardFields = (card: Card) => ({
  card_fingerprint: card.fingerprint,
  card_bin: card.bin,
  card_country: card.country,
});
