import type { CartwiseCallError } from '../cartwise-call-error.ts';

export interface RetryPolicy {
  /** The first try included. */
  readonly attemptsMax: number;
  readonly backoffFirstMs: number;
  readonly backoffMaxMs: number;
  /** Of the retry budget: see RetryBudget. */
  readonly budgetTokens: number;
  readonly budgetTokensPerSuccess: number;
}

export const RETRY_DEFAULTS: RetryPolicy = {
  attemptsMax: 4,
  backoffFirstMs: 50,
  backoffMaxMs: 1_000,
  budgetTokens: 10,
  budgetTokensPerSuccess: 0.1,
};

/**
 * Whether a call that may have been done already can be repeated:
 * - `always`: doing it twice is the same as once.
 * - `if-refused`: only after an answer which says that nothing was done (over a rate, overloaded).
 */
export type Repeatable = 'always' | 'if-refused';

/**
 * How long to wait before the next try, or undefined for a failure that is final. Full jitter (AWS, "Exponential Backoff and Jitter"): a
 * random part of a bound that doubles, on top of what the service asks for.
 * @param retries made so far
 */
export function waitBeforeRetry(
  error: CartwiseCallError,
  retries: number,
  { repeatable, policy }: { readonly repeatable: Repeatable; readonly policy: RetryPolicy },
): number | undefined {
  // Without a time to wait it is a limit that waiting does not change, such as the size of a message.
  const wasRefused = error.status === 'RESOURCE_EXHAUSTED' && error.retryAfterMs !== undefined;
  const isDown = error.status === 'UNAVAILABLE' && repeatable === 'always';
  if (!wasRefused && !isDown) return undefined;
  const backoffMs = Math.min(policy.backoffMaxMs, policy.backoffFirstMs * 2 ** retries);
  return (error.retryAfterMs ?? 0) + Math.random() * backoffMs;
}
