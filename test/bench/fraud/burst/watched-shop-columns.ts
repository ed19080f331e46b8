import type { WatchedColumn } from '#ml';
import type { ShopOrder } from './shop-orders.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const minuteOfDay = (timeMs: number): number => (timeMs % DAY_MS) / MINUTE_MS;

/** Everything the data say of an order but the device, which velocity counts. */
export const WATCHED_SHOP_COLUMNS: readonly WatchedColumn<ShopOrder>[] = [
  {
    name: 'account_age',
    description: 'an age of the account',
    kind: 'smooth',
    binWidth: 2,
    unit: 'minutes',
    values: ({ timeMs, signupMs }) => [(timeMs - signupMs) / MINUTE_MS],
  },
  {
    name: 'signup_time',
    description: 'a time of day of the signup',
    kind: 'smooth',
    binWidth: 10,
    unit: 'minutes',
    values: ({ signupMs }) => [minuteOfDay(signupMs)],
  },
  {
    name: 'order_time',
    description: 'a time of day',
    kind: 'smooth',
    binWidth: 10,
    unit: 'minutes',
    values: ({ timeMs }) => [minuteOfDay(timeMs)],
  },
  { name: 'value', description: 'an amount', kind: 'lumpy', values: ({ value }) => [value] },
  { name: 'age', description: 'an age of the customer', kind: 'lumpy', values: ({ age }) => [age] },
  {
    name: 'network',
    description: 'a part of the network',
    kind: 'lumpy',
    binWidth: 2 ** 24,
    values: ({ ip }) => [ip],
  },
  { name: 'source', description: 'a source', kind: 'names', values: ({ source }) => [source] },
  { name: 'browser', description: 'a browser', kind: 'names', values: ({ browser }) => [browser] },
  { name: 'sex', description: 'a sex', kind: 'names', values: ({ sex }) => [sex] },
];
