import type { Money } from '#contracts';
import { toMinorUnits } from '../pipeline/to-minor-units.ts';

/**
 * A price of a feed: "9.99 GBP" or "GBP 9.99"; a bare amount is in the shop's currency. Undefined where it is none.
 */
export function parsePrice(value: unknown, shopCurrency: string): Money | undefined {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  const [, before, amount, after] = /^([A-Za-z]{3}\s*)?(-?\d+(?:\.\d+)?)(\s*[A-Za-z]{3})?$/.exec(text) ?? [];
  if (amount === undefined || (before !== undefined && after !== undefined)) return undefined;
  const currency = (before ?? after ?? shopCurrency).trim().toUpperCase();
  const amountMinor = toMinorUnits(amount, currency);
  return amountMinor === undefined ? undefined : { amountMinor, currency };
}
