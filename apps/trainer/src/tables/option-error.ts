import type { z } from 'zod';

/** Options of a command that are not as they should be. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

/** The options as the schema has them. Throws OptionError naming each that is wrong. */
export function parseOptions<Schema extends z.ZodType>(schema: Schema, values: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`);
  throw new OptionError(lines.join('\n'));
}
