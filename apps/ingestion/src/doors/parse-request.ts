import type { z } from 'zod';
import { CartwiseError } from '#contracts';
import { joinPath } from '../pipeline/json.ts';

/** What a schema takes of a request. Throws REQUEST_INVALID_FIELD naming the first field at fault. */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = (issue?.path ?? [])
    .map((key) => (typeof key === 'number' ? key : String(key)))
    .reduce<string>(joinPath, '');
  throw new CartwiseError('REQUEST_INVALID_FIELD', {
    reason: issue?.message ?? 'is not valid',
    ...(field === '' ? {} : { field }),
  });
}
