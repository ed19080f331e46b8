import type { EventType, ShopId } from '#contracts';
import type { EventArchive, LabelStore } from '#database';
import { LabelBook, labelOfEvent } from '#ml';

const LABEL_TYPES: readonly EventType[] = [
  'chargeback_received',
  'fraud_label_set',
  'order_refunded',
  'order_cancelled',
];
/** Labels come after their orders; clocks may be a day ahead. */
const AHEAD_MS = 86_400_000;

/** What is known today of a shop's orders. */
export async function readOutcomes(
  archive: Pick<EventArchive, 'readInTimeOrder'>,
  store: Pick<LabelStore, 'readKnownBy'>,
  shopId: ShopId,
  nowMs: number,
): Promise<LabelBook> {
  const book = new LabelBook(nowMs);
  const range = { shopId, fromMs: 0, untilMs: nowMs + AHEAD_MS, types: LABEL_TYPES };
  for await (const page of archive.readInTimeOrder(range)) {
    for (const event of page) {
      const label = labelOfEvent(event);
      if (label !== undefined) book.add(label);
    }
  }
  for await (const page of store.readKnownBy(shopId, nowMs)) for (const label of page) book.add(label);
  return book;
}
