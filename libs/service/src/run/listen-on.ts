import { StartError } from './start-error.ts';

/**
 * Opens a port; `variable` is the one that sets it.
 * @throws StartError where another program has the port.
 */
export async function listenOn<T>(variable: string, port: number, listen: () => Promise<T>): Promise<T> {
  try {
    return await listen();
  } catch (cause) {
    if (!isTaken(cause)) throw cause;
    throw new StartError(`port ${port} is in use by another program: set ${variable} to a free one`, {
      cause,
    });
  }
}

/** The text has it whoever listens; grpc-js sets no code. */
function isTaken(error: unknown): boolean {
  return String(error).includes('EADDRINUSE');
}
