import type { CatalogueItem, ItemId, ShopId } from '#contracts';
import type { Sql } from '../connection/database.ts';
import { itemOfRow, type ItemRow } from './item-row.ts';

/** An item's name across shops. */
export interface ItemKey {
  readonly shopId: ShopId;
  readonly id: ItemId;
}

const COLUMNS = `shop_id, id, title, description, link, image_link, availability, price_minor, price_currency,
  sale_price_minor, sale_price_currency, brand, product_type, item_group_id, seller_id, attributes, known, updated_at`;

/** Columns as arrays, one parameter each, in the order of COLUMNS. */
const FROM_PARAMETERS = `SELECT shop_id, id, title, description, link, image_link, availability, price_minor,
    price_currency, sale_price_minor, sale_price_currency, brand, product_type, item_group_id, seller_id,
    attributes::jsonb, known, to_timestamp(updated_ms / 1000.0)
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[],
    $9::text[], $10::bigint[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[],
    $17::bool[], $18::float8[])
  AS row(shop_id, id, title, description, link, image_link, availability, price_minor, price_currency,
    sale_price_minor, sale_price_currency, brand, product_type, item_group_id, seller_id, attributes, known, updated_ms)
  ORDER BY shop_id, id`;

/** The catalogue of every shop. Written by ingestion; read by it and the gateway. */
export class ItemStore {
  constructor(private readonly database: Sql) {}

  /** Adds or replaces items; of two with one id the later stands. */
  async upsert(sql: Sql, items: readonly CatalogueItem[]): Promise<void> {
    const distinct = [...new Map(items.map((item) => [`${item.shopId}/${item.id}`, item])).values()];
    if (distinct.length === 0) return;
    await sql.query(
      `INSERT INTO item (${COLUMNS}) ${FROM_PARAMETERS}
       ON CONFLICT (shop_id, id) DO UPDATE SET (${COLUMNS}, deleted_at) =
         ROW(${COLUMNS.replaceAll(/\w+/g, (column) => `excluded.${column}`)}, NULL)`,
      parametersOf(distinct),
    );
  }

  /** Adds what events told of items that the catalogue does not have, and did not delete; answers the new ones. */
  async addUnknown(sql: Sql, items: readonly CatalogueItem[]): Promise<ItemKey[]> {
    if (items.length === 0) return [];
    const rows = await sql.query<{ shop_id: ShopId; id: ItemId }>(
      `INSERT INTO item (${COLUMNS}) ${FROM_PARAMETERS}
       ON CONFLICT (shop_id, id) DO NOTHING RETURNING shop_id, id`,
      parametersOf(items),
    );
    return rows.map((row) => ({ shopId: row.shop_id, id: row.id }));
  }

  /** Deletes items; answers the ids of those that were there. */
  async delete(sql: Sql, shopId: ShopId, ids: readonly ItemId[]): Promise<ItemId[]> {
    const rows = await sql.query<{ id: ItemId }>(
      `UPDATE item SET deleted_at = now()
       WHERE shop_id = $1 AND id = ANY($2) AND deleted_at IS NULL RETURNING id`,
      [shopId, [...ids].sort()],
    );
    return rows.map((row) => row.id);
  }

  /** Those of the items that exist, in no order. */
  async find(keys: readonly ItemKey[]): Promise<CatalogueItem[]> {
    const rows = await this.database.query<ItemRow>(
      `SELECT ${COLUMNS} FROM item
       WHERE (shop_id, id) IN (SELECT * FROM unnest($1::text[], $2::text[])) AND deleted_at IS NULL`,
      [keys.map((key) => key.shopId), keys.map((key) => key.id)],
    );
    return rows.map(itemOfRow);
  }

  /** Items in the order of their ids, after `afterId`; with a product type, only those of it or below it. */
  async list(page: {
    readonly shopId: ShopId;
    readonly afterId?: string;
    readonly productType?: string;
    readonly limit: number;
  }): Promise<CatalogueItem[]> {
    const rows = await this.database.query<ItemRow>(
      `SELECT ${COLUMNS} FROM item
       WHERE shop_id = $1 AND id > $2 AND deleted_at IS NULL
         AND ($3::text IS NULL OR product_type = $3 OR starts_with(product_type, $3 || ' > '))
       ORDER BY id LIMIT $4`,
      [page.shopId, page.afterId ?? '', page.productType ?? null, page.limit],
    );
    return rows.map(itemOfRow);
  }
}

function parametersOf(items: readonly CatalogueItem[]): readonly unknown[] {
  return [
    items.map((item) => item.shopId),
    items.map((item) => item.id),
    items.map((item) => item.title),
    items.map((item) => item.description ?? null),
    items.map((item) => item.link ?? null),
    items.map((item) => item.imageLink ?? null),
    items.map((item) => item.availability),
    items.map((item) => item.price?.amountMinor ?? null),
    items.map((item) => item.price?.currency ?? null),
    items.map((item) => item.salePrice?.amountMinor ?? null),
    items.map((item) => item.salePrice?.currency ?? null),
    items.map((item) => item.brand ?? null),
    items.map((item) => item.productType ?? null),
    items.map((item) => item.itemGroupId ?? null),
    items.map((item) => item.sellerId ?? null),
    items.map((item) => (item.attributes === undefined ? null : JSON.stringify(item.attributes))),
    items.map((item) => item.known),
    items.map((item) => item.updatedAt),
  ];
}
