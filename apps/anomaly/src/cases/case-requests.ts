import { z } from 'zod';
import { EpochMs } from '#contracts';
import { CaseOutcome, CaseState } from '#contracts/generated/cartwise/fraud/v1/cases';
import { PAGE_FIELDS } from '../requests/page-fields.ts';

const TAG_PATTERN = /^[a-z0-9][a-z0-9_-]{0,39}$/;
const tag = z.string().regex(TAG_PATTERN, 'must be small letters, digits, "-" and "_", at most 40');
const person = z.string().max(200);
const caseId = z.string().regex(/^[0-9a-f]{32}$/, 'must be 32 hexadecimal digits');

export const ListCasesFields = z
  .object({
    state: z
      .enum(CaseState)
      .transform((state) => (state === CaseState.CASE_STATE_UNSPECIFIED ? undefined : state)),
    assignee: person,
    unassigned: z.boolean(),
    tag: z.string().max(40),
    entityKind: z.string().max(20),
    entityId: z.string().max(300),
    ...PAGE_FIELDS,
  })
  .refine(({ assignee, unassigned }) => !unassigned || assignee === '', {
    path: ['unassigned'],
    message: 'excludes an assignee',
  })
  .refine(({ entityKind, entityId }) => (entityKind === '') === (entityId === ''), {
    path: ['entityId'],
    message: 'goes with entity_kind: both or neither',
  });

export const GetCaseFields = z.object({ caseId });

const CaseChangeFields = z
  .object({
    assignee: person.optional(),
    note: z.string().min(1, 'is empty').max(2_000).optional(),
    tag: tag.optional(),
    untag: tag.optional(),
    snoozeUntilMs: EpochMs.optional(),
    wait: z.literal(true).optional(),
    close: z
      .enum([
        CaseOutcome.CASE_OUTCOME_FRAUD,
        CaseOutcome.CASE_OUTCOME_LEGITIMATE,
        CaseOutcome.CASE_OUTCOME_INCONCLUSIVE,
      ])
      .optional(),
    reopen: z.literal(true).optional(),
  })
  .refine((change) => Object.values(change).filter((value) => value !== undefined).length === 1, {
    message: 'must be one change',
  });

export const ChangeCaseFields = z.object({
  caseId,
  version: z.number().int().min(0),
  change: z.preprocess((change) => change ?? {}, CaseChangeFields),
  author: person,
});
