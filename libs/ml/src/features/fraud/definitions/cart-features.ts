import { hashId } from '../../hash-id.ts';
import { counted, type OrderContext } from '../order-context.ts';
import { MINUTE_MS } from '../velocity-aggregate.ts';
import { WINDOWS } from '../velocity-window.ts';
import type { FeatureDefinition } from './feature-definition.ts';

const CART_ADDS = counted('cartAdds', '30d');

/** A shopper fills a cart before ordering; a script asks for the order alone. 0 where the order names no cart or session. */
function isWithoutBrowsing(context: OrderContext): number {
  if (context.order.entities.cart === undefined) return 0;
  return context.count('cart', CART_ADDS) === 0 ? 1 : 0;
}

/** 1 where the cart was filled, and never from the network (/24) that pays. */
function isPaidFromElsewhere({ order, aggregates: { cart }, nowMs }: OrderContext): number {
  const { network } = order.entities;
  const firstMinute = Math.floor((nowMs - WINDOWS['30d'].lengthMs) / MINUTE_MS);
  const seen = (cart?.links.network ?? []).filter(({ lastSeenMinute }) => lastSeenMinute >= firstMinute);
  if (network === undefined || seen.length === 0) return 0;
  const hash = hashId(network);
  return seen.some((link) => link.hash === hash) ? 0 : 1;
}

function cartFlag(name: string, description: string, value: FeatureDefinition['value']): FeatureDefinition {
  return {
    name,
    entity: 'cart',
    window: '30d',
    aggregate: 'first',
    unit: 'flag',
    scale: 'as-is',
    description,
    sentence: description,
    value,
  };
}

/** How the order came out of its session. */
export const CART_ORIGIN_FEATURES: readonly FeatureDefinition[] = [
  cartFlag('without_browsing', 'Ordered without anything put into a cart before', isWithoutBrowsing),
  cartFlag(
    'cart_paid_from_elsewhere',
    'The cart was filled from another network than it is paid from',
    isPaidFromElsewhere,
  ),
];
