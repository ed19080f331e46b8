import type { CatalogueItem } from '#contracts';

/** What is known of an item before anyone looks at it. */
export interface ItemAttributes extends Partial<
  Pick<CatalogueItem, 'title' | 'brand' | 'productType' | 'price'>
> {
  /** Of its picture, of length 1; the same length for every item that has one. */
  readonly imageVector?: Float32Array | undefined;
}
