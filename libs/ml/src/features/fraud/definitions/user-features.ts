import type { OrderContext } from '../order-context.ts';
import { DAY_MS, HOUR_MS } from '../velocity-aggregate.ts';
import { usualAmount } from './amounts.ts';
import {
  countFeature,
  distinctFeature,
  meanFeature,
  newForUserFeature,
  overMeanFeature,
  ratioFeature,
  sinceChargebackFeature,
} from './counted-features.ts';
import type { FeatureDefinition } from './feature-definition.ts';

/** One standard deviation of ln(amount) assumed for a user with few orders: a factor of about 1.6. */
const AMOUNT_LOG_SD_FLOOR = 0.5;
/** A z-score beyond this says no more than it. */
const AMOUNT_Z_MAX = 10;
/** The standard deviation of normally distributed values, as a multiple of their median absolute deviation. */
const SD_PER_DEVIATION = 1.4826;
/** An order of more than this many times the user's median is a large one. */
const LARGE_TIMES = 2.5;

/** 0 for a time that never was or is not yet. */
const elapsed = (sinceMs: number | undefined, nowMs: number, unitMs: number): number =>
  sinceMs === undefined || !Number.isFinite(sinceMs) ? 0 : Math.max(0, (nowMs - sinceMs) / unitMs);

/** Robust z-score of the amount among the user's own: of ln(1 + amount), by median and median absolute deviation. */
function amountZ({ order, aggregates: { user } }: OrderContext): number {
  const usual = user && usualAmount(user.amounts);
  if (usual === undefined) return 0;
  const sd = Math.max(AMOUNT_LOG_SD_FLOOR, SD_PER_DEVIATION * usual.deviation);
  const z = (Math.log1p(order.amountMinor) - usual.median) / sd;
  return Math.max(-AMOUNT_Z_MAX, Math.min(AMOUNT_Z_MAX, z));
}

/** Since signup, or since first seen where the signup is not known. */
function accountAgeDays({ aggregates: { user }, nowMs }: OrderContext): number {
  if (user === undefined) return 0;
  return elapsed(Number.isFinite(user.signedUpMs) ? user.signedUpMs : user.firstSeenMs, nowMs, DAY_MS);
}

/** The user's newest orders that were large beside their median and lie within `days`. */
function largeOrders({ aggregates: { user }, nowMs }: OrderContext, days: number): number {
  const usual = user && usualAmount(user.amounts);
  if (usual === undefined) return 0;
  const large = LARGE_TIMES * Math.expm1(usual.median);
  return (
    user?.recentOrders.filter(
      ({ timeMs, amountMinor }) => timeMs <= nowMs && timeMs > nowMs - days * DAY_MS && amountMinor > large,
    ).length ?? 0
  );
}

/** The amount as a multiple of the dearest of the user's newest orders within 30 days; 0 without one. */
function overLargest({ order, aggregates: { user }, nowMs }: OrderContext): number {
  const largest = (user?.recentOrders ?? []).reduce(
    (most, { timeMs, amountMinor }) =>
      timeMs <= nowMs && timeMs > nowMs - 30 * DAY_MS ? Math.max(most, amountMinor) : most,
    0,
  );
  return largest === 0 ? 0 : order.amountMinor / largest;
}

const HOURS_A_DAY = 24;

/**
 * Surprise of the hour of the day: -ln of the share of the user's orders within an hour of it, smoothed as if one order
 * more were spread over the day, relative to a user without habits. Above 0 is unusual; 0 without a past.
 */
function hourSurprise({ aggregates: { user }, nowMs }: OrderContext): number {
  if (user === undefined || user.orders === 0 || user.hours.length === 0) return 0;
  const hour = Math.floor((nowMs % DAY_MS) / HOUR_MS);
  const near = [-1, 0, 1].reduce(
    (sum, step) => sum + (user.hours[(hour + step + HOURS_A_DAY) % HOURS_A_DAY] ?? 0),
    0,
  );
  const usual = 3 / HOURS_A_DAY;
  return -Math.log((near + usual) / (user.orders + 1) / usual);
}

const own = (definition: Omit<FeatureDefinition, 'entity'>): FeatureDefinition => ({
  entity: 'user',
  ...definition,
});

const OWN_FEATURES: readonly FeatureDefinition[] = [
  own({
    name: 'user_account_age_days',
    aggregate: 'age',
    unit: 'days',
    scale: 'log',
    description: 'Age of the account',
    sentence: 'The account is {value} old',
    value: accountAgeDays,
  }),
  own({
    name: 'user_hours_since_last_order',
    aggregate: 'age',
    unit: 'hours',
    scale: 'log',
    description: "Time since this user's last order",
    sentence: '{value} since this user ordered last',
    value: ({ aggregates, nowMs }) => elapsed(aggregates.user?.lastOrderMs, nowMs, HOUR_MS),
  }),
  own({
    name: 'user_orders',
    aggregate: 'count',
    unit: 'count',
    scale: 'log',
    description: 'Orders of this user before',
    sentence: '{value} orders of this user before',
    value: ({ aggregates }) => aggregates.user?.orders ?? 0,
  }),
  own({
    name: 'user_amount_z',
    aggregate: 'deviation',
    unit: 'score',
    scale: 'as-is',
    description: "Amount unusual for this user, in robust standard deviations of the user's own",
    sentence: "The amount lies {value} standard deviations above this user's usual one",
    value: amountZ,
  }),
  own({
    name: 'user_amount_over_largest_30d',
    window: '30d',
    aggregate: 'ratio',
    unit: 'times',
    scale: 'log',
    description: "Amount as a multiple of this user's dearest recent order in 30 days",
    sentence: "{value} this user's dearest recent order in 30 days",
    value: overLargest,
  }),
  own({
    name: 'user_large_orders_7d',
    window: '7d',
    aggregate: 'count',
    unit: 'count',
    scale: 'log',
    description: 'Recent orders of this user in 7 days that were far above their median',
    sentence: '{value} orders of this user in 7 days were far above their median',
    value: (context) => largeOrders(context, 7),
  }),
  own({
    name: 'user_hour_surprise',
    aggregate: 'deviation',
    unit: 'score',
    scale: 'as-is',
    description: 'Hour of the day unusual for this user',
    sentence: 'The hour of the day is unusual for this user (surprise {value})',
    value: hourSurprise,
  }),
];

export const USER_FEATURES: readonly FeatureDefinition[] = [
  ...OWN_FEATURES,
  countFeature('user', 'orders', '10m'),
  countFeature('user', 'orders', '1h'),
  countFeature('user', 'orders', '24h'),
  countFeature('user', 'orders', '7d'),
  countFeature('user', 'orders', '30d'),
  countFeature('user', 'orders', '90d'),
  countFeature('user', 'amountMinor', '24h'),
  countFeature('user', 'amountMinor', '7d'),
  meanFeature('user', '24h'),
  meanFeature('user', '7d'),
  meanFeature('user', '30d'),
  overMeanFeature('user', '30d'),
  overMeanFeature('user', '90d'),
  countFeature('user', 'payments', '10m'),
  countFeature('user', 'payments', '1h'),
  countFeature('user', 'paymentMinor', '1h'),
  countFeature('user', 'declines', '1h'),
  countFeature('user', 'declines', '24h'),
  ratioFeature('user', 'decline', '24h'),
  countFeature('user', 'loginFailures', '1h'),
  countFeature('user', 'loginFailures', '24h'),
  ratioFeature('user', 'login_failure', '24h'),
  countFeature('user', 'chargebacks', '30d'),
  countFeature('user', 'chargebacks', '90d'),
  sinceChargebackFeature('user'),
  distinctFeature('user', 'device', '24h'),
  distinctFeature('user', 'card', '10m'),
  distinctFeature('user', 'card', '24h'),
  distinctFeature('user', 'card', '30d'),
  distinctFeature('user', 'address', '30d'),
  distinctFeature('user', 'ip', '24h'),
  newForUserFeature('device'),
  newForUserFeature('card'),
  newForUserFeature('address'),
  newForUserFeature('network'),
];
