import { z } from 'zod';
import { DeliveryStatus } from '#contracts/generated/cartwise/fraud/v1/webhooks';
import { PAGE_FIELDS } from '../requests/page-fields.ts';

export const ListDeliveriesFields = z.object({
  status: z.enum([
    DeliveryStatus.DELIVERY_STATUS_UNSPECIFIED,
    DeliveryStatus.DELIVERY_STATUS_PENDING,
    DeliveryStatus.DELIVERY_STATUS_DONE,
    DeliveryStatus.DELIVERY_STATUS_DEAD,
  ]),
  ...PAGE_FIELDS,
});

const REPLAYED_MAX = 500;

export const ReplayDeliveriesFields = z
  .object({ deliveryIds: z.array(z.uuid()).max(REPLAYED_MAX), allDead: z.boolean() })
  .refine(({ deliveryIds, allDead }) => allDead === (deliveryIds.length === 0), {
    path: ['deliveryIds'],
    message: 'is either some ids, or none with all_dead',
  });
