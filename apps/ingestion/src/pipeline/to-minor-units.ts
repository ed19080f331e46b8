/** ISO 4217: digits after the decimal point, where they are not two. */
const DIGITS: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
    .split(' ')
    .map((code) => [code, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3] as const),
  ...'CLF UYW'.split(' ').map((code) => [code, 4] as const),
]);

/** How many digits the minor unit of a currency has: 2 for pence, 0 for yen, 3 for fils. */
export const currencyDigits = (currency: string): number => DIGITS.get(currency) ?? 2;

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
