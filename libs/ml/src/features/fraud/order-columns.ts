import { DAY_MS, HOUR_MS, amountLogMilli } from './velocity-aggregate.ts';
import {
  distinctColumn,
  newForUserColumn,
  velocityColumn,
  type OrderColumn,
  type OrderContext,
} from './order-column.ts';

/** One standard deviation of ln(amount) assumed for a user with a single order: a factor of about 1.6. */
const AMOUNT_LOG_SD_FLOOR = 0.5;
/** A z-score beyond this says no more than it. */
const AMOUNT_Z_MAX = 10;

const own = (
  name: string,
  description: string,
  scale: OrderColumn['scale'],
  value: OrderColumn['value'],
): OrderColumn => ({ name, description, scale, value });

const differs = (a: string | undefined, b: string | undefined): number =>
  a !== undefined && b !== undefined && a !== b ? 1 : 0;

/** 0 for a time that never was or is not yet. */
const elapsed = (sinceMs: number | undefined, nowMs: number, unitMs: number): number =>
  sinceMs === undefined || !Number.isFinite(sinceMs) ? 0 : Math.max(0, (nowMs - sinceMs) / unitMs);

/** Hour of the day in UTC, as an angle. */
const hourAngle = (nowMs: number): number => ((nowMs % DAY_MS) / DAY_MS) * 2 * Math.PI;

/** How unusual the amount is for this user, in standard deviations of the logarithm of their past orders. */
function amountZ({ order, aggregates: { user } }: OrderContext): number {
  if (user === undefined || user.orders === 0) return 0;
  const mean = user.amountLogSum / user.orders;
  const variance = Math.max(0, user.amountLogSquareSum / user.orders - mean * mean);
  const sd = Math.max(1000 * AMOUNT_LOG_SD_FLOOR, Math.sqrt(variance));
  const z = (amountLogMilli(order.amountMinor) - mean) / sd;
  return Math.max(-AMOUNT_Z_MAX, Math.min(AMOUNT_Z_MAX, z));
}

/** Since signup, or since first seen where the signup is not known. */
function accountAgeDays({ aggregates: { user }, nowMs }: OrderContext): number {
  if (user === undefined) return 0;
  return elapsed(Number.isFinite(user.signedUpMs) ? user.signedUpMs : user.firstSeenMs, nowMs, DAY_MS);
}

const ORDER_COLUMNS_OWN: readonly OrderColumn[] = [
  own('amount_minor', 'Amount of the order', 'log', ({ order }) => order.amountMinor),
  own('lines', 'Different items in the order', 'log', ({ order }) => order.lines),
  own('quantity', 'Pieces in the order', 'log', ({ order }) => order.quantity),
  own('item_price_max_minor', 'Price of the dearest item', 'log', ({ order }) => order.itemPriceMaxMinor),
  own('discount_share', 'Share of the price taken off', 'as-is', ({ order }) =>
    order.discountMinor === 0 ? 0 : order.discountMinor / (order.discountMinor + order.amountMinor),
  ),
  own('has_coupon', 'A coupon is used', 'as-is', ({ order }) => (order.hasCoupon ? 1 : 0)),
  own('is_guest', 'Ordered without an account', 'as-is', ({ order }) => (order.isGuest ? 1 : 0)),
  own('hour_sin', 'Time of day', 'as-is', ({ nowMs }) => Math.sin(hourAngle(nowMs))),
  own('hour_cos', 'Time of day', 'as-is', ({ nowMs }) => Math.cos(hourAngle(nowMs))),
  own('shipping_differs_from_billing', 'Shipped to another country than billed', 'as-is', ({ order }) =>
    differs(order.shippingCountry, order.billingCountry),
  ),
  own('card_differs_from_billing', 'Card issued in another country than billed', 'as-is', ({ order }) =>
    differs(order.cardCountry, order.billingCountry),
  ),
];

const USER_COLUMNS: readonly OrderColumn[] = [
  own('user_account_age_days', 'Age of the account in days', 'log', accountAgeDays),
  own('user_hours_since_last_order', "Hours since this user's last order", 'log', ({ aggregates, nowMs }) =>
    elapsed(aggregates.user?.lastOrderMs, nowMs, HOUR_MS),
  ),
  own('user_orders', 'Orders of this user before', 'log', ({ aggregates }) => aggregates.user?.orders ?? 0),
  own('user_amount_z', 'Amount unusual for this user', 'as-is', amountZ),
  velocityColumn('user', 'orders', '1h'),
  velocityColumn('user', 'orders', '24h'),
  velocityColumn('user', 'orders', '30d'),
  velocityColumn('user', 'amountMinor', '24h'),
  velocityColumn('user', 'payments', '10m'),
  velocityColumn('user', 'payments', '1h'),
  velocityColumn('user', 'declines', '1h'),
  velocityColumn('user', 'declines', '24h'),
  velocityColumn('user', 'loginFailures', '1h'),
  velocityColumn('user', 'loginFailures', '24h'),
  velocityColumn('user', 'chargebacks', '30d'),
  distinctColumn('user', 'device', 1),
  distinctColumn('user', 'card', 1),
  distinctColumn('user', 'card', 30),
  distinctColumn('user', 'address', 30),
  distinctColumn('user', 'ip', 1),
  newForUserColumn('device'),
  newForUserColumn('card'),
  newForUserColumn('address'),
];

const SHARED_COLUMNS: readonly OrderColumn[] = [
  velocityColumn('device', 'orders', '1h'),
  velocityColumn('device', 'orders', '24h'),
  velocityColumn('device', 'declines', '1h'),
  velocityColumn('device', 'declines', '24h'),
  velocityColumn('device', 'signups', '24h'),
  velocityColumn('device', 'signups', '7d'),
  velocityColumn('device', 'chargebacks', '30d'),
  distinctColumn('device', 'user', 1),
  distinctColumn('device', 'user', 30),
  distinctColumn('device', 'card', 1),
  velocityColumn('card', 'orders', '1h'),
  velocityColumn('card', 'orders', '24h'),
  velocityColumn('card', 'payments', '10m'),
  velocityColumn('card', 'payments', '1h'),
  velocityColumn('card', 'declines', '1h'),
  velocityColumn('card', 'declines', '24h'),
  velocityColumn('card', 'amountMinor', '24h'),
  velocityColumn('card', 'chargebacks', '30d'),
  distinctColumn('card', 'user', 30),
  distinctColumn('card', 'device', 30),
  velocityColumn('address', 'orders', '24h'),
  velocityColumn('address', 'orders', '30d'),
  velocityColumn('address', 'chargebacks', '30d'),
  distinctColumn('address', 'user', 30),
  distinctColumn('address', 'card', 30),
  velocityColumn('ip', 'orders', '1h'),
  velocityColumn('ip', 'orders', '24h'),
  velocityColumn('ip', 'payments', '10m'),
  velocityColumn('ip', 'declines', '1h'),
  velocityColumn('ip', 'loginFailures', '1h'),
  velocityColumn('ip', 'signups', '1h'),
  velocityColumn('ip', 'signups', '24h'),
  distinctColumn('ip', 'user', 1),
];

/** The columns of an order's features. A model keeps their names, so one with other columns is told apart. */
export const ORDER_COLUMNS: readonly OrderColumn[] = [
  ...ORDER_COLUMNS_OWN,
  ...USER_COLUMNS,
  ...SHARED_COLUMNS,
];
