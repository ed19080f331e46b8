import { status as GrpcStatus, type Metadata, type ServiceError } from '@grpc/grpc-js';

/** The canonical name of a gRPC status: "UNAVAILABLE". */
export type StatusName = keyof typeof GrpcStatus;

interface CallFailure {
  readonly code: string;
  readonly status: StatusName;
  readonly message: string;
  readonly field?: string;
  readonly retryAfterMs?: number;
}

/** A call that did not succeed. */
export class CartwiseCallError extends Error {
  override readonly name = 'CartwiseCallError';
  /** Cartwise's own code, such as "REQUEST_INVALID_FIELD"; the status where no Cartwise answered. */
  readonly code: string;
  readonly status: StatusName;
  /** Path of the field at fault, such as "items[3].price". */
  readonly field?: string;
  /** When the service said how long to wait. */
  readonly retryAfterMs?: number;

  constructor({ code, status, message, field, retryAfterMs }: CallFailure, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.status = status;
    if (field !== undefined) this.field = field;
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
  }

  /** What gRPC says of a failed call, with what Cartwise puts into its trailers. */
  static fromGrpc(error: ServiceError): CartwiseCallError {
    const status = statusName(error.code);
    const field = textOf(error.metadata, 'cartwise-error-field');
    const retryAfterMs = retryAfterOf(error.metadata);
    return new CartwiseCallError(
      {
        code: textOf(error.metadata, 'cartwise-error-code') ?? status,
        status,
        message: error.details,
        ...(field === undefined ? {} : { field: decoded(field) }),
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      },
      { cause: error },
    );
  }
}

function statusName(code: number): StatusName {
  // TypeScript's enums hold their names under their numbers.
  return (GrpcStatus[code] ?? 'UNKNOWN') as StatusName;
}

function textOf(metadata: Metadata, key: string): string | undefined {
  const [value] = metadata.get(key);
  return typeof value === 'string' ? value : undefined;
}

function retryAfterOf(metadata: Metadata): number | undefined {
  const exactMs = textOf(metadata, 'cartwise-retry-after-ms');
  const seconds = textOf(metadata, 'retry-after');
  const ms = exactMs === undefined ? Number(seconds ?? Number.NaN) * 1_000 : Number(exactMs);
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}

/** Trailers are ASCII: the service percent-encodes a path that holds what a sender wrote. */
function decoded(field: string): string {
  try {
    return decodeURI(field);
  } catch {
    return field;
  }
}
