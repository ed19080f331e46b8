import type { CatalogueItem } from '#contracts';

/** A row of the table, as the driver reads it: bigint as text. */
export interface ItemRow {
  readonly shop_id: string;
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  readonly link: string | null;
  readonly image_link: string | null;
  readonly availability: string;
  readonly price_minor: string | null;
  readonly price_currency: string | null;
  readonly sale_price_minor: string | null;
  readonly sale_price_currency: string | null;
  readonly brand: string | null;
  readonly product_type: string | null;
  readonly item_group_id: string | null;
  readonly seller_id: string | null;
  readonly attributes: CatalogueItem['attributes'] | null;
  readonly known: boolean;
  readonly updated_at: Date;
}

/** The item of a row. */
export function itemOfRow(row: ItemRow): CatalogueItem {
  const item = {
    shopId: row.shop_id,
    id: row.id,
    title: row.title,
    description: row.description ?? undefined,
    link: row.link ?? undefined,
    imageLink: row.image_link ?? undefined,
    availability: row.availability,
    price: money(row.price_minor, row.price_currency),
    salePrice: money(row.sale_price_minor, row.sale_price_currency),
    brand: row.brand ?? undefined,
    productType: row.product_type ?? undefined,
    itemGroupId: row.item_group_id ?? undefined,
    sellerId: row.seller_id ?? undefined,
    attributes: row.attributes ?? undefined,
    known: row.known,
    updatedAt: row.updated_at.getTime(),
  };
  // The row was written from a CatalogueItem; what it left out is left out again.
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)) as CatalogueItem;
}

const money = (amountMinor: string | null, currency: string | null) =>
  amountMinor === null ? undefined : { amountMinor: Number(amountMinor), currency };
