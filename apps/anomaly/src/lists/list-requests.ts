import { z } from 'zod';
import { EpochMs } from '#contracts';
import { LIST_KINDS } from './list-kind.ts';

const ENTRIES_MAX = 1_000;
const PAGE_SIZE_DEFAULT = 100;

const ListName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{1,39}$/, 'must be 2 to 40 small letters, digits and "_"')
  .refine((name) => name !== 'list', 'is a word of the rule language');
const kindError = `must be one of ${LIST_KINDS.join(', ')}`;
const Kind = z.enum(LIST_KINDS, { error: kindError });
const Value = z.string().min(1, 'is required').max(1_000);

export const PutEntriesFields = z.object({
  entries: z
    .array(
      z.object({
        list: ListName,
        kind: Kind,
        value: Value,
        expiresAtMs: EpochMs,
        reason: z.string().max(300),
        author: z.string().max(100),
      }),
    )
    .min(1)
    .max(ENTRIES_MAX),
});
export type PutEntriesFields = z.infer<typeof PutEntriesFields>;

export const DeleteEntriesFields = z.object({
  entries: z
    .array(z.object({ list: ListName, kind: Kind, value: Value }))
    .min(1)
    .max(ENTRIES_MAX),
});
export type DeleteEntriesFields = z.infer<typeof DeleteEntriesFields>;

export const ListEntriesFields = z.object({
  list: ListName,
  kind: z
    .enum(['', ...LIST_KINDS], { error: kindError })
    .transform((kind) => (kind === '' ? undefined : kind)),
  pageSize: z
    .number()
    .int()
    .max(ENTRIES_MAX)
    .transform((size) => (size === 0 ? PAGE_SIZE_DEFAULT : size)),
  pageToken: z.string().max(3_000),
});
export type ListEntriesFields = z.infer<typeof ListEntriesFields>;
