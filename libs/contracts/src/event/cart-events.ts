import { z } from 'zod';
import { AmountMinor, Currency } from '../money.ts';
import { envelope, text } from './envelope.ts';
import { EventItem, LineItem, LineItems } from './line-item.ts';

const cartFields = { cartId: text(256).optional() };

export const ProductAdded = z.object({
  ...envelope,
  type: z.literal('product_added'),
  item: LineItem,
  ...cartFields,
});

export const ProductRemoved = z.object({
  ...envelope,
  type: z.literal('product_removed'),
  item: LineItem,
  ...cartFields,
});

export const CartViewed = z.object({
  ...envelope,
  type: z.literal('cart_viewed'),
  items: LineItems,
  ...cartFields,
});

export const WishlistAdded = z.object({ ...envelope, type: z.literal('wishlist_added'), item: EventItem });

export const CheckoutStarted = z.object({
  ...envelope,
  type: z.literal('checkout_started'),
  checkoutId: text(256).optional(),
  items: LineItems,
  totalMinor: AmountMinor.optional(),
  currency: Currency.optional(),
  coupon: text(100).optional(),
  ...cartFields,
});

export const CouponApplied = z.object({
  ...envelope,
  type: z.literal('coupon_applied'),
  coupon: text(100),
  discountMinor: AmountMinor.optional(),
  currency: Currency.optional(),
  accepted: z.boolean(),
});
