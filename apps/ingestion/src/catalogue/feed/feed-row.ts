/** One item of a feed as it was found; `row` is its line, counted from 1. */
export type FeedRow =
  | { readonly kind: 'attributes'; readonly row: number; readonly attributes: unknown }
  | { readonly kind: 'unreadable'; readonly row: number; readonly message: string };

/** One item: well over the longest texts of the catalogue. */
export const ROW_BYTES_MAX = 64 * 1024;
