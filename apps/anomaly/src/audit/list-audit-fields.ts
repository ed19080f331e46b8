import { z } from 'zod';
import { EpochMs } from '#contracts';
import { PAGE_FIELDS } from '../requests/page-fields.ts';

export const ListAuditFields = z
  .object({
    actor: z.string().max(300),
    action: z.string().max(100),
    subjectKind: z.string().max(100),
    subjectId: z.string().max(300),
    fromMs: EpochMs,
    untilMs: EpochMs,
    ...PAGE_FIELDS,
  })
  .refine(({ subjectKind, subjectId }) => (subjectKind === '') === (subjectId === ''), {
    path: ['subjectId'],
    message: 'goes with subject_kind: both or neither',
  });
