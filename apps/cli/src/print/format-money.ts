import { moneyText } from '#contracts';
import type { Money } from '#contracts/generated/cartwise/catalog/v1/catalog';

/** "6.95 GBP"; empty where there is no price. */
export const formatMoney = (money: Money | undefined): string =>
  money === undefined ? '' : moneyText(money.amountMinor, money.currency);
