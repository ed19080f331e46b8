import type { OrderContext } from '../order-context.ts';
import { DAY_MS } from '../velocity-aggregate.ts';
import { orderFeature, type FeatureDefinition } from './feature-definition.ts';
import { isTimeZoneElsewhere } from './time-zone.ts';

const differs = (a: string | undefined, b: string | undefined): number =>
  a !== undefined && b !== undefined && a !== b ? 1 : 0;

/** Hour of the day in UTC, as an angle. */
const hourAngle = ({ nowMs }: OrderContext): number => ((nowMs % DAY_MS) / DAY_MS) * 2 * Math.PI;

/** 1970-01-01 was a Thursday. */
const weekday = (nowMs: number): number => (Math.floor(nowMs / DAY_MS) + 4) % 7;

/** What the order itself says. */
export const OWN_FEATURES: readonly FeatureDefinition[] = [
  orderFeature('amount_minor', 'Amount of the order', 'money', ({ order }) => order.amountMinor),
  orderFeature('lines', 'Different items in the order', 'count', ({ order }) => order.lines),
  orderFeature('quantity', 'Pieces in the order', 'count', ({ order }) => order.quantity),
  orderFeature(
    'item_price_max_minor',
    'Price of the dearest item',
    'money',
    ({ order }) => order.itemPriceMaxMinor,
  ),
  orderFeature('discount_share', 'Share of the price taken off', 'share', ({ order }) =>
    order.discountMinor === 0 ? 0 : order.discountMinor / (order.discountMinor + order.amountMinor),
  ),
  orderFeature('has_coupon', 'A coupon is used', 'flag', ({ order }) => (order.hasCoupon ? 1 : 0)),
  orderFeature('is_guest', 'Ordered without an account', 'flag', ({ order }) => (order.isGuest ? 1 : 0)),
  orderFeature('hour_sin', 'Time of day', 'score', (context) => Math.sin(hourAngle(context))),
  orderFeature('hour_cos', 'Time of day', 'score', (context) => Math.cos(hourAngle(context))),
  orderFeature('is_weekend', 'Ordered on a Saturday or Sunday', 'flag', ({ nowMs }) =>
    weekday(nowMs) % 6 === 0 ? 1 : 0,
  ),
  orderFeature(
    'shipping_differs_from_billing',
    'Shipped to another country than billed',
    'flag',
    ({ order }) => differs(order.shippingCountry, order.billingCountry),
  ),
  orderFeature(
    'card_differs_from_billing',
    'Card issued in another country than billed',
    'flag',
    ({ order }) => differs(order.cardCountry, order.billingCountry),
  ),
  orderFeature(
    'card_differs_from_shipping',
    'Card issued in another country than shipped to',
    'flag',
    ({ order }) => differs(order.cardCountry, order.shippingCountry),
  ),
  orderFeature(
    'time_zone_differs_from_billing',
    'Clock set to a time zone of another country than billed',
    'flag',
    ({ order }) => (isTimeZoneElsewhere(order.timeZone, order.billingCountry) ? 1 : 0),
  ),
];
