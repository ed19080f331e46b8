import { currencyDigits, type AttributeValue, type CatalogueItem } from '#contracts';
import {
  Availability,
  type AttributeValue as AttributeMessage,
  type Item,
  type Money,
} from '#contracts/generated/cartwise/catalog/v1/catalog';

const AVAILABILITY = {
  in_stock: Availability.AVAILABILITY_IN_STOCK,
  out_of_stock: Availability.AVAILABILITY_OUT_OF_STOCK,
  preorder: Availability.AVAILABILITY_PREORDER,
  backorder: Availability.AVAILABILITY_BACKORDER,
} as const;

/** An item as a message; what it does not have is empty. */
export function messageOfItem(item: CatalogueItem): Item {
  return {
    id: item.id,
    title: item.title,
    description: item.description ?? '',
    link: item.link ?? '',
    imageLink: item.imageLink ?? '',
    availability: AVAILABILITY[item.availability],
    price: item.price,
    salePrice: item.salePrice,
    brand: item.brand ?? '',
    productType: item.productType ?? '',
    itemGroupId: item.itemGroupId ?? '',
    updatedAtMs: item.updatedAt,
    sellerId: item.sellerId ?? '',
    attributes: mapValues(item.attributes ?? {}, messageOfValue),
  };
}

/** A message as the feed attributes it stands for; protobuf's empty values are attributes that were not sent. */
export function attributesOfMessage(message: Item | undefined): unknown {
  if (message === undefined) return null;
  return {
    id: message.id,
    title: message.title,
    description: message.description,
    link: message.link,
    image_link: message.imageLink,
    availability: availabilityText(message.availability),
    price: priceText(message.price),
    sale_price: priceText(message.salePrice),
    brand: message.brand,
    product_type: message.productType,
    item_group_id: message.itemGroupId,
    seller_id: message.sellerId,
    attributes: mapValues(message.attributes, valueOfMessage),
  };
}

/** The loader gives null for an entry without a value. */
const valueOfMessage = (message: AttributeMessage | null): AttributeValue | undefined =>
  message?.text ?? message?.number ?? message?.flag;

function messageOfValue(value: AttributeValue): AttributeMessage {
  if (typeof value === 'string') return { text: value };
  return typeof value === 'number' ? { number: value } : { flag: value };
}

function mapValues<From, To>(
  object: Readonly<Record<string, From>>,
  convert: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, convert(value)]));
}

function availabilityText(availability: Availability): string | undefined {
  if (availability === Availability.AVAILABILITY_UNSPECIFIED) return undefined;
  return Object.entries(AVAILABILITY).find(([, value]) => value === availability)?.[0] ?? availability;
}

/** "9.99 GBP": the one spelling the parser of feeds reads. */
function priceText(money: Money | undefined | null): string | undefined {
  if (money === undefined || money === null) return undefined;
  const digits = currencyDigits(money.currency);
  const sign = money.amountMinor < 0 ? '-' : '';
  const padded = String(Math.abs(money.amountMinor)).padStart(digits + 1, '0');
  const point = padded.length - digits;
  const amount = digits === 0 ? padded : `${padded.slice(0, point)}.${padded.slice(point)}`;
  return `${sign}${amount} ${money.currency}`;
}
