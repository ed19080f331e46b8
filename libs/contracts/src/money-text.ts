import { currencyDigits } from './currency-digits.ts';

/** "6.95 GBP" of 695 minor units: as many digits as the currency has. */
export function moneyText(amountMinor: number, currency: string): string {
  const digits = currencyDigits(currency);
  return `${(amountMinor / 10 ** digits).toFixed(digits)} ${currency}`;
}
