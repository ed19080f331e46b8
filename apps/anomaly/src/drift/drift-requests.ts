import { z } from 'zod';

const LIMIT_DEFAULT = 30;
/** Reports are kept for 90 days, and there is one a day at most. */
const LIMIT_MAX = 90;

export const ListDriftReportsFields = z.object({
  modelVersion: z.string().max(200),
  onlyDrifted: z.boolean(),
  limit: z
    .number()
    .int()
    .max(LIMIT_MAX)
    .transform((limit) => (limit === 0 ? LIMIT_DEFAULT : limit)),
});
