import { unitOf } from './unit-of.ts';

/** The size of the demo shop's catalogue, and ten times its customers. */
export const ITEMS = 4_000;
export const USERS = 50_000;

const TYPES = [
  'Home > Kitchen',
  'Home > Lighting',
  'Garden',
  'Toys',
  'Bags',
  'Stationery',
  'Candles',
  'Seasonal',
];
const BRANDS = ['Ashby', 'Barrow', 'Crane & Co', 'Dovetail', 'Elm'];

export interface ShopItem {
  readonly itemId: string;
  readonly title: string;
  readonly productType: string;
  readonly brand: string;
  readonly price: number;
}

export function itemOf(index: number): ShopItem {
  const productType = TYPES[index % TYPES.length] ?? '';
  return {
    itemId: `item-${index}`,
    title: `${productType.split(' > ').pop()?.toUpperCase()} PIECE NUMBER ${index}`,
    productType,
    brand: BRANDS[index % BRANDS.length] ?? '',
    price: Math.round(100 + 4_900 * unitOf(index, 1)) / 100,
  };
}

/** Few items get most of the attention: the most popular tenth gets about half of the views. */
export const popularItem = (unit: number): ShopItem => itemOf(Math.floor(ITEMS * unit ** 3));

/** A row of the product feed. */
export function feedRowOf(index: number): object {
  const { itemId, title, productType, brand, price } = itemOf(index);
  return {
    id: itemId,
    title,
    availability: 'in_stock',
    price: `${price.toFixed(2)} GBP`,
    product_type: productType,
    brand,
    link: `https://shop.example/p/${itemId}`,
  };
}
