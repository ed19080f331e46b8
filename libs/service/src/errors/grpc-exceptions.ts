import { Metadata, status as GrpcStatus, type StatusObject } from '@grpc/grpc-js';
import { CartwiseError, ERRORS } from '#contracts';
import type { Logger } from '../logging/logger.ts';
import { retryAfter } from './retry-after.ts';

/** Turns what a gRPC controller threw into a status; trailers carry our code, the field and the time to wait. */
export class GrpcExceptions {
  constructor(private readonly logger: Logger) {}

  toStatus(exception: unknown): StatusObject & Error {
    const error = exception instanceof CartwiseError ? exception : this.internal(exception);
    const metadata = new Metadata();
    metadata.set('cartwise-error-code', error.code);
    // Header values are ASCII; a field path may hold what the sender wrote.
    if (error.detail.field !== undefined) metadata.set('cartwise-error-field', encodeURI(error.detail.field));
    if (error.detail.retryAfterMs !== undefined) {
      metadata.set('retry-after', retryAfter(error.detail.retryAfterMs));
      metadata.set('cartwise-retry-after-ms', String(error.detail.retryAfterMs));
    }
    const code = GrpcStatus[ERRORS[error.code].grpcStatus];
    return Object.assign(new Error(error.message), { code, details: error.message, metadata });
  }

  private internal(cause: unknown): CartwiseError {
    this.logger.error({ err: cause }, 'a request failed for a reason we did not expect');
    return new CartwiseError('INTERNAL', { reason: ERRORS.INTERNAL.message }, { cause });
  }
}
