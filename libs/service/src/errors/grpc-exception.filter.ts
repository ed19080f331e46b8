import { Catch, type RpcExceptionFilter } from '@nestjs/common';
import { Metadata, status as GrpcStatus } from '@grpc/grpc-js';
import { throwError, type Observable } from 'rxjs';
import { CartwiseError, ERRORS } from '#contracts';
import type { Logger } from '../logging/logger.ts';

/** Turns what a controller threw into a gRPC status; trailers carry our code, the field and the time to wait. */
@Catch()
export class GrpcExceptionFilter implements RpcExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(exception: unknown): Observable<never> {
    const error = exception instanceof CartwiseError ? exception : this.internal(exception);
    const metadata = new Metadata();
    metadata.set('cartwise-error-code', error.code);
    if (error.detail.field !== undefined) metadata.set('cartwise-error-field', encodeURI(error.detail.field));
    if (error.detail.retryAfterMs !== undefined) {
      metadata.set('cartwise-retry-after-ms', String(error.detail.retryAfterMs));
    }
    return throwError(() => ({
      code: GrpcStatus[ERRORS[error.code].grpcStatus],
      details: error.message,
      message: error.message,
      metadata,
    }));
  }

  private internal(cause: unknown): CartwiseError {
    this.logger.error({ err: cause }, 'a request failed for a reason we did not expect');
    return new CartwiseError('INTERNAL', { reason: ERRORS.INTERNAL.message }, { cause });
  }
}
