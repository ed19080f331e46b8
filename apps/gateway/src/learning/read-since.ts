import { profileKey, type Event, type EventType, type ShopId } from '#contracts';
import type { EventArchive } from '#database';
import { interactionsOf, type OwnedInteraction } from '#ml';

const EVENT_TYPES: readonly EventType[] = [
  'product_viewed',
  'wishlist_added',
  'product_added',
  'order_completed',
];
/** Read at the most: the newest ones, in some seconds. */
const EVENTS_MAX = 100_000;
/** Small pages, so that a request waits for the decoding of few. */
const PAGE_SIZE = 200;
/** Visits that were under way at the start are known from their beginning. */
const LOOK_BACK_MS = 6 * 3_600_000;

/** What an event says to a model, and of whom. */
export const ownedInteractionsOf = (event: Event): readonly OwnedInteraction[] =>
  interactionsOf(event).map((interaction) => ({ ...interaction, owner: profileKey(event) }));

/** Pages of what the archive knows since a time, a little before it included, and that was received before another. */
export async function* readSince(
  archive: Pick<EventArchive, 'readInTimeOrder' | 'timeOfNewest'>,
  shopId: ShopId,
  sinceMs: number,
  receivedBeforeMs: number,
): AsyncGenerator<readonly OwnedInteraction[]> {
  const fromMs = Math.max(sinceMs - LOOK_BACK_MS, (await archive.timeOfNewest(shopId, EVENTS_MAX)) ?? 0, 0);
  const range = { shopId, fromMs, untilMs: receivedBeforeMs, types: EVENT_TYPES, pageSize: PAGE_SIZE };
  for await (const page of archive.readInTimeOrder(range)) {
    yield page.filter(({ receivedAt }) => receivedAt < receivedBeforeMs).flatMap(ownedInteractionsOf);
  }
}
