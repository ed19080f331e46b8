import { z } from 'zod';
import {
  AmountMinor,
  AnonymousId,
  Country,
  Currency,
  EpochMs,
  ItemId,
  LINE_ITEMS_MAX,
  OrderId,
  SessionId,
  UserId,
} from '#contracts';

/** proto3 sends an empty text for a field that was not set. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
const text = (lengthMax: number) => optional(z.string().max(lengthMax));

/** cartwise.fraud.v1.ScoreOrderRequest within its limits; those of events, where an event has the field too. */
export const ScoreOrderFields = z.object({
  order: z
    .object(
      {
        orderId: OrderId,
        userId: optional(UserId),
        anonymousId: optional(AnonymousId),
        sessionId: optional(SessionId),
        items: z
          .array(
            z.object({
              itemId: ItemId,
              quantity: z.number().int().min(1).max(1_000_000),
              priceMinor: AmountMinor,
            }),
          )
          .min(1)
          .max(LINE_ITEMS_MAX),
        total: z.object({ amountMinor: AmountMinor, currency: Currency }, { error: 'is required' }),
        email: text(320),
        ip: text(64),
        deviceId: text(256),
        cardFingerprint: text(256),
        cardBin: optional(z.string().regex(/^\d{6,8}$/, 'must be 6 to 8 digits')),
        cardCountry: optional(Country),
        paymentMethod: text(50),
        billingCountry: optional(Country),
        shippingCountry: optional(Country),
        shippingAddress: text(1000),
        coupon: text(100),
        orderTimeMs: EpochMs,
        cartId: text(256),
        timeZone: text(64),
      },
      { error: 'is required' },
    )
    .refine((order) => order.userId !== undefined || order.anonymousId !== undefined, {
      path: ['userId'],
      message: 'is required when anonymous_id is not given',
    }),
});
export type OrderFields = z.infer<typeof ScoreOrderFields>['order'];
