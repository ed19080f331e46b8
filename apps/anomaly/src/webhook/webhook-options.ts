/** How hard deliveries are tried. */
export interface WebhookOptions {
  /** Requests at once, over all shops. */
  readonly concurrencyMax: number;
  readonly timeoutMs: number;
  /** Tries before a delivery is given up. */
  readonly attemptsMax: number;
  /** The pause after the first failure; it doubles with each further one, up to the maximum. */
  readonly backoffBaseMs: number;
  readonly backoffMaxMs: number;
  /** How often to look for due deliveries when nothing wakes the worker. */
  readonly pollMs: number;
}

/** Twelve tries over about seven hours: a receiver may be down for a night's deployment. */
export const WEBHOOK_OPTIONS: WebhookOptions = {
  concurrencyMax: 8,
  // Less than the time a stopping process has.
  timeoutMs: 5_000,
  attemptsMax: 12,
  backoffBaseMs: 10_000,
  backoffMaxMs: 3_600_000,
  pollMs: 2_000,
};

/** Half the exponential pause and up to as much again by chance, so that deliveries that failed together spread. */
export function backoffMs(options: WebhookOptions, attempts: number, random: () => number): number {
  const ceiling = Math.min(options.backoffMaxMs, options.backoffBaseMs * 2 ** (attempts - 1));
  return (ceiling * (1 + random())) / 2;
}
