import type { CartwiseClient } from '../../../clients/typescript/src/index.ts';
import { Availability } from '../../../clients/typescript/src/index.ts';
import { demoRows } from './demo-rows.ts';

const BATCH_ITEMS_MAX = 1_000;
const CURRENCY = 'GBP';
/** What was sold less often is mostly mistakes and manual entries. */
const LINES_MIN = 5;

/** Puts the items of the demo shop's orders into a shop that has no catalogue yet; answers how many. */
export async function uploadDemoCatalogue(cartwise: CartwiseClient): Promise<number> {
  const known = new Map<string, { title: string; priceMinor: number; lines: number }>();
  for await (const { itemId, title, priceMinor } of demoRows()) {
    if (!/^\d{5}/.test(itemId) || title === '' || priceMinor <= 0) continue;
    const lines = (known.get(itemId)?.lines ?? 0) + 1;
    known.set(itemId, { title, priceMinor, lines });
  }
  const items = [...known]
    .filter(([, { lines }]) => lines >= LINES_MIN)
    .map(([id, { title, priceMinor }]) => ({
      id,
      title,
      price: { amountMinor: priceMinor, currency: CURRENCY },
      availability: Availability.AVAILABILITY_IN_STOCK,
    }));
  for (let start = 0; start < items.length; start += BATCH_ITEMS_MAX) {
    await cartwise.catalog.upsertItems(items.slice(start, start + BATCH_ITEMS_MAX), { deadlineMs: 30_000 });
  }
  return items.length;
}
