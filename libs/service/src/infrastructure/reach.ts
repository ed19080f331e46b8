import { isNativeError } from 'node:util/types';
import { StartError } from '../run/start-error.ts';

/** Node's errors of the network, and PostgreSQL's of a wrong password, role or database. */
const NOT_REACHED = /^(E[A-Z]+|28.{3}|3D000|CONNECT_TIMEOUT)$/;

/**
 * Opens what another server gives; `what` names it and the variable that says where it is.
 * @throws StartError where the server cannot be reached or lets us not in.
 */
export async function reach<T>(what: string, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (cause) {
    if (!isNotReached(cause)) throw cause;
    throw new StartError(`${what} cannot be reached: ${textOf(cause)}`, { cause });
  }
}

function isNotReached(error: unknown): error is Error {
  if (!isNativeError(error)) return false;
  if (error.name.startsWith('KafkaJS') || error.message.includes('timeout')) return true;
  return 'code' in error && typeof error.code === 'string' && NOT_REACHED.test(error.code);
}

/** A name with several addresses fails with one error for each. */
function textOf(error: Error): string {
  return 'errors' in error && Array.isArray(error.errors)
    ? error.errors.map(String).join('; ')
    : error.message;
}
