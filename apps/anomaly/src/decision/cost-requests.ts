import { z } from 'zod';
import { AmountMinor, Currency } from '#contracts';

const share = z.number().min(0).max(1);

export const PutCostsFields = z.object({
  costs: z.object(
    {
      currency: Currency,
      marginShare: share,
      chargebackFeeMinor: AmountMinor,
      /** A working day. */
      reviewMinutes: z.number().min(0).max(480),
      reviewMinuteMinor: AmountMinor,
      reviewCatchesShare: share,
      reviewStopsGoodShare: share,
      lostCustomerMinor: AmountMinor,
    },
    { error: 'is required' },
  ),
  author: z.string().max(100),
});
export type PutCostsFields = z.infer<typeof PutCostsFields>;
