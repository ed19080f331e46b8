/** Where adapters report. The shape of pino's methods, so a pino logger fits as it is. */
export interface EventLogLogger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const ignore = (): void => undefined;

/** Says nothing; the default. */
export const silentLogger: EventLogLogger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
