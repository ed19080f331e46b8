import type { Event, EventType } from '#contracts';
import type { FunnelCounts } from '#contracts/generated/cartwise/profile/v1/profile';
import { NO_COUNTS } from './empty-profile.ts';

const COUNTED: Readonly<Partial<Record<EventType, keyof FunnelCounts>>> = {
  product_viewed: 'views',
  product_added: 'carts',
  products_searched: 'searches',
  checkout_started: 'checkouts',
  recommendation_clicked: 'recommendationClicks',
};

export function countsOf(event: Event): FunnelCounts {
  const counted = COUNTED[event.type];
  return counted === undefined ? NO_COUNTS : { ...NO_COUNTS, [counted]: 1 };
}

export function mergeCounts(one: FunnelCounts = NO_COUNTS, other: FunnelCounts = NO_COUNTS): FunnelCounts {
  if (other === NO_COUNTS) return one;
  return {
    views: one.views + other.views,
    carts: one.carts + other.carts,
    searches: one.searches + other.searches,
    checkouts: one.checkouts + other.checkouts,
    recommendationClicks: one.recommendationClicks + other.recommendationClicks,
  };
}
