import { HttpException, type ArgumentsHost } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CartwiseError, ERRORS, type ErrorCode } from '#contracts';
import type { Logger } from '../logging/logger.ts';
import { retryAfter } from './retry-after.ts';

/** Turns what a controller (or the HTTP server) threw into `{ error: { code, message, field? } }` and its status. */
export class HttpExceptions {
  constructor(private readonly logger: Logger) {}

  answer(exception: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const error = this.translate(exception);
    const { field, retryAfterMs } = error.detail;
    if (retryAfterMs !== undefined) reply.header('retry-after', retryAfter(retryAfterMs));
    reply.status(ERRORS[error.code].httpStatus).send({
      error: { code: error.code, message: error.message, ...(field === undefined ? {} : { field }) },
    });
  }

  private translate(exception: unknown): CartwiseError {
    if (exception instanceof CartwiseError) return exception;
    const status = httpStatusOf(exception);
    const code = status === undefined ? undefined : CODE_OF_STATUS.get(status);
    if (code !== undefined) return new CartwiseError(code, { reason: messageOf(exception) });
    this.logger.error({ err: exception }, 'a request failed for a reason we did not expect');
    return new CartwiseError('INTERNAL', { reason: ERRORS.INTERNAL.message }, { cause: exception });
  }
}

const CODE_OF_STATUS: ReadonlyMap<number, ErrorCode> = new Map([
  [400, 'REQUEST_MALFORMED'],
  [404, 'NOT_FOUND'],
  [413, 'REQUEST_TOO_LARGE'],
  [415, 'REQUEST_MALFORMED'],
]);

/** Nest's exceptions and fastify's own errors (a body too large, JSON that does not parse) both know a status. */
function httpStatusOf(exception: unknown): number | undefined {
  if (exception instanceof HttpException) return exception.getStatus();
  if (exception instanceof Error && 'statusCode' in exception) return Number(exception.statusCode);
  return undefined;
}

function messageOf(exception: unknown): string {
  return exception instanceof Error ? exception.message : String(exception);
}
