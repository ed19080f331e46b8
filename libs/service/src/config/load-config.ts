import { z } from 'zod';
import { StartError } from '../run/start-error.ts';

/** The environment does not say what the service needs; the message names every variable at fault. */
export class ConfigError extends StartError {
  override readonly name = 'ConfigError';
}

/**
 * Reads a typed configuration from environment variables.
 * @throws ConfigError naming all bad variables at once.
 */
export function loadConfig<Schema extends z.ZodType>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>>,
): z.infer<Schema> {
  // A variable set to nothing is a variable not set.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigError(`The configuration is not valid:\n${lines.join('\n')}`);
}
