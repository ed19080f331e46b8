import { EVENT_TYPES, type EventType } from '#contracts';

/** The one form in which names are compared: "Product Viewed" is "product_viewed", Segment's names for most of ours. */
export const normaliseName = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_');

/** Names of Segment and GA4 that are spelt otherwise than ours. */
const OTHER_NAMES: readonly (readonly [string, EventType])[] = [
  // Segment
  ['product_added_to_wishlist', 'wishlist_added'],
  ['wishlist_product_added_to_cart', 'product_added'],
  ['product_list_filtered', 'product_list_viewed'],
  ['product_reviewed', 'review_submitted'],
  ['coupon_denied', 'coupon_applied'],
  ['signed_in', 'logged_in'],
  ['signed_out', 'logged_out'],
  ['loaded_a_page', 'page_viewed'],
  // GA4
  ['page_view', 'page_viewed'],
  ['view_item', 'product_viewed'],
  ['view_item_list', 'product_list_viewed'],
  ['select_item', 'product_clicked'],
  ['search', 'products_searched'],
  ['view_search_results', 'products_searched'],
  ['add_to_cart', 'product_added'],
  ['remove_from_cart', 'product_removed'],
  ['view_cart', 'cart_viewed'],
  ['add_to_wishlist', 'wishlist_added'],
  ['begin_checkout', 'checkout_started'],
  ['purchase', 'order_completed'],
  ['refund', 'order_refunded'],
  ['sign_up', 'signed_up'],
  ['login', 'logged_in'],
];

export const EVENT_TYPE_OF_NAME: ReadonlyMap<string, EventType> = new Map([
  ...EVENT_TYPES.map((type) => [type, type] as const),
  ...OTHER_NAMES,
]);

/** Standard names of Segment and GA4 that carry nothing Cartwise uses: dropped and counted, no fault of the sender. */
export const NOT_TRACKED_NAMES: ReadonlySet<string> = new Set([
  // Segment
  ...['checkout_step_viewed', 'checkout_step_completed', 'payment_info_entered', 'order_updated'],
  ...['promotion_viewed', 'promotion_clicked', 'coupon_entered', 'coupon_removed', 'product_shared'],
  ...['cart_shared', 'product_removed_from_wishlist', 'application_installed', 'application_opened'],
  ...['application_updated', 'application_backgrounded', 'application_crashed'],
  // GA4
  ...['add_payment_info', 'add_shipping_info', 'view_promotion', 'select_promotion', 'scroll', 'click'],
  ...['session_start', 'first_visit', 'user_engagement', 'form_start', 'form_submit', 'file_download'],
  ...['video_start', 'video_progress', 'video_complete', 'screen_view', 'share', 'select_content'],
]);
