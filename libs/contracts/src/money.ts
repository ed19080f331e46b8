import { z } from 'zod';

/** ISO 4217 alphabetic code. */
export const Currency = z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as "GBP"');

/** Integer minor units (pence, cents); one unit of one order is at most 10 million pounds. */
export const AmountMinor = z.number().int().min(0).max(1_000_000_000);

/** An amount that says its currency. */
export const Money = z.object({ amountMinor: AmountMinor, currency: Currency }).readonly();
export type Money = z.infer<typeof Money>;
