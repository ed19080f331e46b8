import { pino, type Logger } from 'pino';
import { keepRotated } from './keep-rotated.ts';

export type { Logger };

/**
 * Structured logs, one JSON object a line. What the levels mean: error: someone must act; warn: it will need someone
 * if it goes on; info: the life of the service; debug: for the one who looks for a fault.
 */
export function createLogger(options: {
  readonly service: string;
  readonly level: string;
  /** A file path, rotated by size; standard error when absent, so that standard output stays the program's own. */
  readonly file?: string | undefined;
}): Logger {
  const destination = pino.destination(
    options.file === undefined ? { dest: 2, sync: false } : { dest: options.file, mkdir: true, sync: false },
  );
  if (options.file !== undefined) keepRotated(destination, options.file);
  return pino({ level: options.level, base: { service: options.service } }, destination);
}
