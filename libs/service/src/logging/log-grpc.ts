import { setLogger } from '@grpc/grpc-js';
import type { Logger } from './logger.ts';

/** grpc-js writes on the terminal unless it is told otherwise; what goes wrong reaches us as errors too. */
export function logGrpc(logger: Logger): void {
  const log = (message?: unknown, ...rest: unknown[]) =>
    logger.debug({ detail: rest }, `grpc-js: ${String(message)}`);
  setLogger({ error: log, info: log, debug: log });
}
