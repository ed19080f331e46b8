import { z } from 'zod';
import { LabelSource } from '#contracts/generated/cartwise/fraud/v1/labels';
import { PAGE_FIELDS } from '../requests/page-fields.ts';

export const ListLabelsFields = z.object({
  orderId: z.string().max(256),
  source: z.enum([
    LabelSource.LABEL_SOURCE_UNSPECIFIED,
    LabelSource.LABEL_SOURCE_CHARGEBACK,
    LabelSource.LABEL_SOURCE_ANALYST,
    LabelSource.LABEL_SOURCE_REFUND,
    LabelSource.LABEL_SOURCE_RULE,
  ]),
  ...PAGE_FIELDS,
});
