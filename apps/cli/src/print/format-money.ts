import type { Money } from '#contracts/generated/cartwise/catalog/v1/catalog';

/** "6.95 GBP", with as many decimals as the currency has. */
export function formatMoney(money: Money | undefined): string {
  if (money === undefined) return '';
  const format = new Intl.NumberFormat('en', { style: 'currency', currency: money.currency });
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  return `${(money.amountMinor / 10 ** decimals).toFixed(decimals)} ${money.currency}`;
}
