import { profileKey, type EpochMs } from '#contracts';
import type { Entities, Order } from '#ml';
import { coarseIp, keyedHash, type Shop } from '#service';
import type { Checkout } from './checkout.ts';
import type { OrderFields } from '../requests/score-order-request.ts';

/**
 * The order of a request as an event of the same order would tell it: personal data becomes the keyed hashes that
 * ingestion makes, so that it meets the aggregates of the events.
 */
export function checkoutOf(shop: Shop, fields: OrderFields, nowMs: EpochMs): Checkout {
  const { billingCountry, shippingCountry, cardCountry, paymentMethod } = fields;
  const emailDomain = domainOf(fields.email);
  const order: Order = {
    amountMinor: fields.total.amountMinor,
    currency: fields.total.currency,
    lines: fields.items.length,
    quantity: fields.items.reduce((sum, item) => sum + item.quantity, 0),
    itemPriceMaxMinor: fields.items.reduce((most, item) => Math.max(most, item.priceMinor), 0),
    discountMinor: discountOf(fields),
    hasCoupon: fields.coupon !== undefined,
    isGuest: fields.userId === undefined,
    ...(billingCountry === undefined ? {} : { billingCountry }),
    ...(shippingCountry === undefined ? {} : { shippingCountry }),
    ...(cardCountry === undefined ? {} : { cardCountry }),
    ...(emailDomain === undefined ? {} : { emailDomain }),
    ...(paymentMethod === undefined ? {} : { paymentMethod }),
    ...(fields.timeZone === undefined ? {} : { timeZone: fields.timeZone }),
    entities: entitiesOf(shop, fields),
  };
  return {
    orderId: fields.orderId,
    userId: fields.userId ?? '',
    // No later than now, as for events: see occurredAtMs.
    timeMs: fields.orderTimeMs === 0 || fields.orderTimeMs > nowMs ? nowMs : fields.orderTimeMs,
    order,
  };
}

function entitiesOf(shop: Shop, fields: OrderFields): Entities {
  const { userId, anonymousId, deviceId, shippingAddress, cardFingerprint, email } = fields;
  const shopper = {
    ...(userId === undefined ? {} : { userId }),
    ...(anonymousId === undefined ? {} : { anonymousId }),
  };
  const emailDomain = domainOf(email);
  const cart = fields.cartId ?? fields.sessionId;
  return {
    user: profileKey(shopper),
    ...(deviceId === undefined ? {} : { device: deviceId }),
    ...(shippingAddress === undefined ? {} : { address: keyedHash(shop, 'address', shippingAddress) }),
    ...(cardFingerprint === undefined ? {} : { card: keyedHash(shop, 'card', cardFingerprint) }),
    ...networkOf(shop, fields.ip?.trim()),
    ...(fields.cardBin === undefined ? {} : { bin: fields.cardBin }),
    ...(email === undefined ? {} : { email: keyedHash(shop, 'email', email) }),
    ...(emailDomain === undefined ? {} : { email_domain: emailDomain }),
    ...(cart === undefined ? {} : { cart }),
  };
}

/** What is no address ("unknown") is the same for many; ingestion leaves it out too. */
function networkOf(shop: Shop, ip: string | undefined): Entities {
  const network = ip === undefined ? undefined : coarseIp(ip);
  return ip === undefined || network === undefined ? {} : { ip: keyedHash(shop, 'ip', ip), network };
}

function domainOf(email: string | undefined): string | undefined {
  const domain = email?.trim().toLowerCase().split('@')[1];
  return domain === '' ? undefined : domain;
}

/** Orders tell their discount in events only; here it is what the lines cost above the total, if a coupon was used. */
function discountOf({ coupon, items, total }: OrderFields): number {
  if (coupon === undefined) return 0;
  const linesMinor = items.reduce((sum, item) => sum + item.priceMinor * item.quantity, 0);
  return Math.max(0, linesMinor - total.amountMinor);
}
