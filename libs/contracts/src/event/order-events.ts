import { z } from 'zod';
import { EpochMs, KeyedHash, OrderId } from '../ids.ts';
import { AmountMinor, Currency } from '../money.ts';
import { Country, envelope, text } from './envelope.ts';
import { LineItems } from './line-item.ts';

/** What is kept of a card: the keyed hash of the provider's fingerprint, the bank number and the country. */
const cardFields = {
  cardHash: KeyedHash.optional(),
  cardBin: z
    .string()
    .regex(/^\d{6,8}$/, 'must be 6 to 8 digits')
    .optional(),
  cardCountry: Country.optional(),
};

/** What is kept of an e-mail address and a postal address. */
const contactFields = {
  emailHash: KeyedHash.optional(),
  emailDomain: text(255).optional(),
  addressHash: KeyedHash.optional(),
  billingCountry: Country.optional(),
  shippingCountry: Country.optional(),
};

/** The cart that is paid, where the shop names it; without it, that of the session. */
const cartFields = { cartId: text(256).optional() };

export const PaymentAttempted = z.object({
  ...envelope,
  type: z.literal('payment_attempted'),
  paymentId: text(256).optional(),
  orderId: OrderId.optional(),
  method: text(50).optional(),
  amountMinor: AmountMinor,
  currency: Currency,
  status: z.enum(['authorised', 'declined', 'error']),
  declineCode: text(100).optional(),
  ...cartFields,
  ...cardFields,
});

export const OrderCompleted = z.object({
  ...envelope,
  type: z.literal('order_completed'),
  orderId: OrderId,
  items: LineItems.unwrap().min(1).readonly(),
  totalMinor: AmountMinor,
  discountMinor: AmountMinor.optional(),
  currency: Currency,
  coupon: text(100).optional(),
  paymentMethod: text(50).optional(),
  ...cartFields,
  ...cardFields,
  ...contactFields,
});

export const OrderCancelled = z.object({
  ...envelope,
  type: z.literal('order_cancelled'),
  orderId: OrderId,
  reason: text(500).optional(),
});

export const OrderRefunded = z.object({
  ...envelope,
  type: z.literal('order_refunded'),
  orderId: OrderId,
  refundId: text(256).optional(),
  amountMinor: AmountMinor,
  currency: Currency,
  items: LineItems.optional(),
  reason: text(500).optional(),
});

export const ChargebackReceived = z.object({
  ...envelope,
  type: z.literal('chargeback_received'),
  orderId: OrderId,
  amountMinor: AmountMinor,
  currency: Currency,
  reasonCode: text(50).optional(),
  receivedTime: EpochMs.optional(),
});

export const FraudLabelSet = z.object({
  ...envelope,
  type: z.literal('fraud_label_set'),
  orderId: OrderId,
  label: z.enum(['fraud', 'legitimate']),
  labelSource: z.enum(['chargeback', 'analyst', 'rule']),
});
