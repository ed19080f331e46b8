/** How long fraud models are waited for. */
export interface FraudModelTimes {
  /** The start waits no longer for the champions; orders are judged by rules alone until they are there. */
  readonly catchUpMaxMs: number;
  /** Until an artifact that could not be read is tried again; doubles up to `retryMaxMs`. */
  readonly retryFirstMs: number;
  readonly retryMaxMs: number;
}

/** Injection token of FraudModelTimes. */
export const FRAUD_MODEL_TIMES = Symbol('FraudModelTimes');

/** A rollout waits half a minute for a process; a person who repairs a volume watches for a minute. */
export const DEFAULT_FRAUD_MODEL_TIMES: FraudModelTimes = {
  catchUpMaxMs: 30_000,
  retryFirstMs: 1_000,
  retryMaxMs: 60_000,
};
