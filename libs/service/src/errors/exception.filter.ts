import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { throwError, type Observable } from 'rxjs';
import type { Logger } from '../logging/logger.ts';
import { GrpcExceptions } from './grpc-exceptions.ts';
import { HttpExceptions } from './http-exceptions.ts';

/** Everything a controller throws ends here and becomes an error of its transport. */
@Catch()
export class CartwiseExceptionFilter implements ExceptionFilter {
  private readonly grpc: GrpcExceptions;
  private readonly http: HttpExceptions;

  constructor(logger: Logger) {
    this.grpc = new GrpcExceptions(logger);
    this.http = new HttpExceptions(logger);
  }

  catch(exception: unknown, host: ArgumentsHost): Observable<never> | void {
    if (host.getType() === 'rpc') return throwError(() => this.grpc.toStatus(exception));
    return this.http.answer(exception, host);
  }
}
