import { z } from 'zod';
import { EpochMs } from '#contracts';
import { AlertStatus } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { PAGE_FIELDS } from './page-fields.ts';

export const StreamAlertsFields = z.object({ scoreMin: z.number().min(0).max(1), sinceMs: EpochMs });

export const ListAlertsFields = z.object({
  status: z
    .enum([
      AlertStatus.ALERT_STATUS_UNSPECIFIED,
      AlertStatus.ALERT_STATUS_OPEN,
      AlertStatus.ALERT_STATUS_CONFIRMED_FRAUD,
      AlertStatus.ALERT_STATUS_FALSE_POSITIVE,
    ])
    .transform((status) => (status === AlertStatus.ALERT_STATUS_UNSPECIFIED ? undefined : status)),
  ...PAGE_FIELDS,
});

export const ResolveAlertFields = z.object({
  alertId: z.string().min(1, 'is required').max(256),
  status: z.enum([AlertStatus.ALERT_STATUS_CONFIRMED_FRAUD, AlertStatus.ALERT_STATUS_FALSE_POSITIVE], {
    error: 'must be ALERT_STATUS_CONFIRMED_FRAUD or ALERT_STATUS_FALSE_POSITIVE',
  }),
  note: z.string().max(2_000),
  resolvedBy: z.string().max(200),
});
