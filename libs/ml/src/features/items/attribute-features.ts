import { hashId } from '../hash-id.ts';
import type { ItemAttributes } from './item-attributes.ts';

/** Columns that names and words are hashed into (feature hashing, Weinberger et al. 2009); image vectors follow them. */
export const HASHED_COLUMNS = 4_096;

/** A row with few entries; a column stands in it once. */
export interface SparseRow {
  readonly columns: Int32Array;
  readonly values: Float32Array;
}

/** What each group of features counts, whatever the number of its entries. */
const WEIGHTS = { brand: 1, category: 1.5, price: 0.3, text: 1, image: 1 } as const;
/** Words of a title that are looked at. */
const WORDS_MOST = 40;
/** Price bands to a doubling of the price. */
const BANDS_PER_DOUBLING = 2;

/**
 * An item's attributes as numbers: brand, every level of its category path, price band, words and pairs of words of the
 * title, image vector. Each group that the item has is a vector of length sqrt(its weight). Empty for an item without any.
 */
export function attributeFeatures(attributes: ItemAttributes): SparseRow {
  const entries = new Map<number, number>();
  const add = (column: number, value: number): void => {
    entries.set(column, (entries.get(column) ?? 0) + value);
  };
  for (const [group, names] of Object.entries(namesOf(attributes))) {
    const length = Math.sqrt(WEIGHTS[group as keyof typeof WEIGHTS] / Math.max(1, names.length));
    for (const name of names) {
      const hash = hashId(`${group}:${name}`);
      // The sign makes two names that share a column cancel out on average instead of adding up.
      add(hash % HASHED_COLUMNS, hash >>> 31 === 0 ? length : -length);
    }
  }
  for (const [i, value] of (attributes.imageVector ?? []).entries()) {
    add(HASHED_COLUMNS + i, Math.sqrt(WEIGHTS.image) * value);
  }
  return { columns: Int32Array.from(entries.keys()), values: Float32Array.from(entries.values()) };
}

function namesOf({ brand, productType, price, title }: ItemAttributes) {
  const words = wordsOf(title ?? '');
  return {
    brand: brand === undefined ? [] : [brand.trim().toLowerCase()],
    category: levelsOf(productType ?? ''),
    price: price === undefined || price.amountMinor <= 0 ? [] : [bandOf(price.amountMinor, price.currency)],
    text: [...words, ...words.slice(1).map((word, i) => `${words[i]} ${word}`)],
  };
}

/** "Home > Mugs" is in "home" and in "home > mugs". */
function levelsOf(productType: string): readonly string[] {
  const names = productType
    .split('>')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  return names.map((_, level) => names.slice(0, level + 1).join(' > '));
}

const bandOf = (amountMinor: number, currency: string): string =>
  `${currency} ${Math.round(BANDS_PER_DOUBLING * Math.log2(amountMinor))}`;

const wordsOf = (text: string): readonly string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, WORDS_MOST);
