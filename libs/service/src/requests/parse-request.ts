import type { z } from 'zod';
import { CartwiseError } from '#contracts';

/** Parses a message as it came off the wire. Throws REQUEST_INVALID_FIELD with the path as the proto spells it. */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, message: unknown): z.output<Schema> {
  const parsed = schema.safeParse(message);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new CartwiseError('REQUEST_INVALID_FIELD', {
    field: fieldPath(issue?.path ?? []),
    reason: issue?.message ?? 'is not valid',
  });
}

/** ['filter', 'priceMinMinor'] is "filter.price_min_minor", ['itemIds', 3] is "item_ids[3]". */
function fieldPath(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${snakeCase(String(part))}`))
    .join('')
    .replace(/^\./, '');
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
