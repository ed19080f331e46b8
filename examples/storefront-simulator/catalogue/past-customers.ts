import { demoRows } from './demo-rows.ts';

/** A customer of the demo shop's past with fewer different items says too little of a taste. */
const ITEMS_MIN = 15;

/**
 * Of each customer in the demo shop's real orders the different items bought, in the order of the file. Only items that
 * are sold now, and only customers with at least 15 of them.
 */
export async function pastCustomers(
  isSold: (itemId: string) => boolean,
): Promise<readonly (readonly string[])[]> {
  const bought = new Map<string, Set<string>>();
  for await (const { customerId, itemId } of demoRows()) {
    if (customerId === '' || !isSold(itemId)) continue;
    const items = bought.get(customerId) ?? new Set();
    bought.set(customerId, items.add(itemId));
  }
  return [...bought.values()].filter((items) => items.size >= ITEMS_MIN).map((items) => [...items]);
}
