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
