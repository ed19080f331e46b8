import { CartwiseError, ERRORS } from '#contracts';

/** SQLSTATE classes and codes that say nothing about the statement: the same one may succeed later. */
// In this order: connection, resources, cancelled by a time limit, shutdown, conflict, lock, failover, time limits, i/o.
const TRANSIENT_SQLSTATES = /^(08...|53...|57014|57P0[1-5]|40001|40P01|55P03|25006|25P03|25P04|58000|58030)$/;
const TRANSIENT_SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** node-postgres reports a lost connection, and a server that does not answer, without a code. */
const LOST_CONNECTION =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|not queryable|Client was closed/;
/** How deep wrappers (TypeORM's driverError, Error.cause, AggregateError) are opened. */
const WRAPPERS_MAX = 5;

/** Whether trying the same work again later may succeed because the cause lies outside of it. */
export function isTransient(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > WRAPPERS_MAX) return false;
  if (error instanceof CartwiseError) return ERRORS[error.code].retriable;
  const { code, driverError, errors } = error as { code?: unknown; driverError?: unknown; errors?: unknown };
  if (typeof code === 'string' && (TRANSIENT_SQLSTATES.test(code) || TRANSIENT_SYSTEM_CODES.has(code))) {
    return true;
  }
  if (LOST_CONNECTION.test(error.message)) return true;
  const inner: unknown[] = [error.cause, driverError, ...(Array.isArray(errors) ? errors : [])];
  return inner.some((each) => isTransient(each, depth + 1));
}
