/** What a page of the shop knows of an item. */
export interface ShopItem {
  readonly itemId: string;
  readonly title: string;
  readonly category: string;
  readonly priceMinor: number;
}
