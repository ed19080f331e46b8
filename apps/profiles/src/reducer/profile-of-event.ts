import { profileKey, type Event } from '#contracts';
import type { Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import { countsOf } from './funnel-counts.ts';
import { affinitiesOf, brandName, categoryName, priceBandName } from './item-affinities.ts';
import { itemSignals } from './item-signals.ts';
import { ordersOf } from './orders.ts';
import { purchasedOf } from './purchased-items.ts';
import { recentOf } from './recent-interactions.ts';

/** The profile of a shopper of whom this event is all that is known. */
export function profileOfEvent(event: Event, shopCurrency: string): Profile {
  const signals = itemSignals(event);
  return {
    profileId: profileKey(event),
    version: 0,
    mergedAnonymousIds: [],
    asOfMs: event.eventTime,
    recent: recentOf(signals, event.eventTime),
    categories: affinitiesOf(signals, categoryName),
    brands: affinitiesOf(signals, brandName),
    priceBands: affinitiesOf(signals, (item) => priceBandName(item, shopCurrency)),
    rfm: ordersOf(event, shopCurrency),
    counts: countsOf(event),
    firstSeenMs: event.eventTime,
    signedUpMs: event.type === 'signed_up' ? event.eventTime : 0,
    lastLoginMs: event.type === 'logged_in' ? event.eventTime : 0,
    purchasedItemIds: purchasedOf(signals),
  };
}
