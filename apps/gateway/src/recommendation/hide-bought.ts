import { hiddenPurchases } from '../controls/hidden-purchases.ts';
import type { KnownShopper } from '../profiles/known-shopper.ts';
import type { Wanted } from './answer.ts';

/** What a list that is not made from the profile keeps from a shopper who bought it, where it is asked to. */
export async function hideBought(
  wanted: Wanted,
  find: () => Promise<KnownShopper>,
): Promise<{ readonly wanted: Wanted; readonly problem: string | undefined }> {
  const days = wanted.controls.hideBoughtDays ?? 0;
  if (days === 0) return { wanted, problem: undefined };
  const { profile, shopper, problem } = await find();
  const bought = hiddenPurchases(profile, days, shopper.nowMs);
  return { wanted: { ...wanted, exclude: new Set([...wanted.exclude, ...bought]) }, problem };
}
