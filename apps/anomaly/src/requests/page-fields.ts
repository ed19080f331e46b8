import { z } from 'zod';

const PAGE_SIZE_DEFAULT = 50;
const PAGE_SIZE_MAX = 500;

/** What every request for a page has. */
export const PAGE_FIELDS = {
  pageSize: z
    .number()
    .int()
    .max(PAGE_SIZE_MAX)
    .transform((size) => (size === 0 ? PAGE_SIZE_DEFAULT : size)),
  pageToken: z.string().max(200),
};
