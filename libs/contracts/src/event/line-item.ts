import { z } from 'zod';
import { ItemId } from '../ids.ts';
import { AmountMinor, Currency } from '../money.ts';
import { text } from './envelope.ts';

/** An item as an event tells of it; the catalogue may know better. */
export const EventItem = z
  .object({
    itemId: ItemId,
    title: text(500).optional(),
    brand: text(200).optional(),
    category: text(500).optional(),
    variant: text(200).optional(),
    priceMinor: AmountMinor.optional(),
    currency: Currency.optional(),
    position: z.number().int().min(0).max(100_000).optional(),
    imageUrl: text(2048).optional(),
    url: text(2048).optional(),
  })
  .readonly();
export type EventItem = z.infer<typeof EventItem>;

/** A line of a cart or order; `priceMinor` is that of one piece. */
export const LineItem = z
  .object({ ...EventItem.unwrap().shape, quantity: z.number().int().min(1).max(1_000_000) })
  .readonly();
export type LineItem = z.infer<typeof LineItem>;

/** Lines in one event. An order with more is sent in parts. */
export const LINE_ITEMS_MAX = 500;
export const LineItems = z.array(LineItem).max(LINE_ITEMS_MAX).readonly();
