import type { WatchedColumn } from '#ml';
import type { WatchedOrder } from './watched-order.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Signups of so many hours are told apart, a prime below the bins: then it begins anew. */
const SIGNUP_HOURS = 2_039;
const MINOR_UNITS = 100;

const given = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value]);

const name = (
  column: string,
  description: string,
  of: (event: WatchedOrder['event']) => string | undefined,
): WatchedColumn<WatchedOrder> => ({
  name: column,
  description,
  kind: 'names',
  values: ({ event }) => given(of(event)),
});

/**
 * What the orders of a burst may have in common. Who ordered is not among it: of devices, cards and addresses the
 * counts of velocity say more. The place of a column is part of what is stored: add at the end.
 */
export const WATCHED_ORDER_COLUMNS: readonly WatchedColumn<WatchedOrder>[] = [
  {
    name: 'account_age',
    description: 'an account of the age of',
    kind: 'smooth',
    // People who sign up at the checkout take minutes and differ; what a script does is all in one bin.
    binWidth: 2,
    unit: 'minutes',
    values: ({ timeMs, signedUpMs }) => (signedUpMs === undefined ? [] : [(timeMs - signedUpMs) / MINUTE_MS]),
  },
  {
    name: 'signup_hour',
    description: 'an account that was opened within the hour of',
    kind: 'smooth',
    // Accounts that were opened together and left to age. Of today's, many order at once: their age says more.
    values: ({ timeMs, signedUpMs }) =>
      signedUpMs === undefined || timeMs - signedUpMs < DAY_MS
        ? []
        : [Math.floor(signedUpMs / HOUR_MS) % SIGNUP_HOURS],
    words: ({ signedUpMs = 0 }) => `${new Date(signedUpMs).toISOString().slice(0, 13)}:00Z`,
  },
  {
    name: 'amount',
    description: 'an amount of',
    kind: 'lumpy',
    values: ({ event }) => [Math.floor(event.totalMinor / MINOR_UNITS)],
    words: ({ event: { totalMinor, currency } }) => {
      const from = Math.floor(totalMinor / MINOR_UNITS) * MINOR_UNITS;
      return `${from} to ${from + MINOR_UNITS} minor units of ${currency}`;
    },
  },
  {
    name: 'lines',
    description: 'a number of different items of',
    kind: 'names',
    values: ({ event }) => [event.items.length],
  },
  {
    name: 'item',
    description: 'the item',
    kind: 'names',
    values: ({ event }) => event.items.map(({ itemId }) => itemId),
  },
  name('email_domain', 'an e-mail address at', ({ emailDomain }) => emailDomain),
  name('billing_country', 'the billing country', ({ billingCountry }) => billingCountry),
  name('shipping_country', 'the shipping country', ({ shippingCountry }) => shippingCountry),
  name('card_country', 'a card of the country', ({ cardCountry }) => cardCountry),
  name('card_bin', 'a card of the bank number', ({ cardBin }) => cardBin),
  name('payment_method', 'the payment method', ({ paymentMethod }) => paymentMethod),
  name('coupon', 'the coupon', ({ coupon }) => coupon),
];
