import { isCapped } from '../controls/cap-groups.ts';
import type { Wanted } from './answer.ts';
import { PAGED_MAX, writePageToken } from './page-token.ts';

/** The token that goes on after a page; empty after the last one. */
export function nextPage(
  { limit, controls, recommendationId, shown }: Wanted,
  items: readonly { readonly itemId: string }[],
  subject: readonly string[],
): string {
  // A maximum may keep a page short of items that are for the next one.
  const all = [...shown, ...items.map(({ itemId }) => itemId)];
  const isLast =
    items.length === 0 || (items.length < limit && !isCapped(controls)) || all.length >= PAGED_MAX;
  return isLast ? '' : writePageToken({ recommendationId, shown: all }, subject);
}
