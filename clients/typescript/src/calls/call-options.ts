/** Of one call. */
export interface CallOptions {
  /** Ends the call; it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** For the call with all its retries; without it the client's. */
  readonly deadlineMs?: number;
}
