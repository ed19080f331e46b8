/** What whoever starts the process can put right; the message says how, and where in the code is of no interest. */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}

/** What to tell of a start that failed: one line of what to do, or a stack of what we did not expect. */
export function startFailure(error: unknown): string {
  if (error instanceof StartError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
