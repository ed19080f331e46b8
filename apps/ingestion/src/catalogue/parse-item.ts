import { CatalogueItem, type EpochMs } from '#contracts';
import type { Shop } from '#service';
import { isJsonObject, joinPath, type JsonObject } from '../pipeline/json.ts';
import { isPersonalId } from '../pipeline/mask-personal-text.ts';
import { parseObject } from '../pipeline/parse-object.ts';
import { customAttributes } from './custom-attributes.ts';
import { itemFault, type ParsedItem } from './item-fault.ts';
import { normaliseAttribute } from './normalise-attribute.ts';
import { parsePrice } from './parse-price.ts';

/** Our fields and the attributes of the Google Merchant feed they come from. */
const ATTRIBUTES = [
  ['id', 'id'],
  ['title', 'title'],
  ['description', 'description'],
  ['link', 'link'],
  ['imageLink', 'image_link'],
  ['availability', 'availability'],
  ['price', 'price'],
  ['salePrice', 'sale_price'],
  ['brand', 'brand'],
  ['productType', 'product_type'],
  ['itemGroupId', 'item_group_id'],
  ['sellerId', 'seller_id'],
  ['sellerId', 'external_seller_id'],
] as const;

/**
 * One item in the attribute names of the Google Merchant feed ("image_link", with or without "g:", prices such as
 * "9.99 GBP") and with attributes of the shop's own, or why it is none. Others are passed over. Never throws.
 */
export function parseItem(value: unknown, shop: Shop, updatedAt: EpochMs): ParsedItem<CatalogueItem> {
  const readable = parseObject({ json: value });
  if (readable.kind !== 'ok') {
    return itemFault('', 'field' in readable ? (readable.field ?? '') : '', readable.message);
  }
  const attributes = normaliseNames(readable.value);
  const fields: Record<string, unknown> = {
    shopId: shop.id,
    known: true,
    updatedAt,
    availability: 'in_stock',
  };
  for (const [field, attribute] of ATTRIBUTES) {
    const given = firstOf(attributes.get(attribute));
    if (given !== undefined) fields[field] = convert(field, given, shop);
  }
  const { id, sellerId } = fields;
  if (typeof sellerId === 'string' && isPersonalId(sellerId)) {
    return itemFault(String(id).slice(0, 256), 'seller_id', 'must be an id that is not personal data itself');
  }
  const custom = customAttributes(attributes);
  if (custom !== undefined) fields['attributes'] = custom;
  const parsed = CatalogueItem.safeParse(fields);
  if (parsed.success) return { kind: 'item', item: parsed.data };
  const [issue] = parsed.error.issues;
  const [field, ...rest] = (issue?.path ?? []).map(String);
  const attribute = ATTRIBUTES.find(([ours]) => ours === field)?.[1] ?? field ?? '';
  const isMissing = field !== undefined && fields[field] === undefined;
  return itemFault(
    typeof fields['id'] === 'string' ? fields['id'].slice(0, 256) : '',
    rest.reduce<string>(joinPath, attribute),
    isMissing ? 'is required' : (issue?.message ?? 'is not valid'),
  );
}

function normaliseNames(object: JsonObject): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(object).map(([name, value]) => [normaliseAttribute(name), value]));
}

/** An attribute may repeat (product_type): the first counts. Empty is not given. */
function firstOf(value: unknown): unknown {
  const first: unknown = Array.isArray(value) ? value.find((one) => one !== '' && one !== null) : value;
  return first === null || first === '' ? undefined : first;
}

function convert(field: (typeof ATTRIBUTES)[number][0], value: unknown, shop: Shop): unknown {
  if (field === 'price' || field === 'salePrice') return parsePrice(value, shop.currency) ?? value;
  if (field === 'availability' && typeof value === 'string')
    return value
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, '_');
  if ((field === 'id' || field === 'itemGroupId' || field === 'sellerId') && Number.isSafeInteger(value))
    return String(value);
  // An Atom link is an element with an attribute.
  if (field === 'link' && isJsonObject(value)) return value['@href'];
  return typeof value === 'string' ? value.trim() : value;
}
