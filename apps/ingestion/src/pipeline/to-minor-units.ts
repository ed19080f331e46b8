import { currencyDigits } from '#contracts';

/**
 * A decimal amount (19.99 or "19.99") as a whole number of minor units, half up. Undefined where it is no amount.
 * Moves the point in the decimal text: 1.005 is 101 pence, though 1.005 * 100 is 100.49999999999999.
 */
export function toMinorUnits(amount: unknown, currency: string): number | undefined {
  const text = typeof amount === 'number' ? String(amount) : typeof amount === 'string' ? amount.trim() : '';
  if (!/^-?\d+(\.\d+)?$/.test(text)) return undefined;
  const minor = Math.round(Number(`${text}e${currencyDigits(currency)}`));
  return Number.isSafeInteger(minor) ? minor : undefined;
}
