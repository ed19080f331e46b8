/** A fix comes within weeks or not at all. */
export const REJECTED_KEPT_DAYS = 90;

/** A sender that was cut off, or a consumer that was stopped, brings an event this late at most. */
export const DELAY_DAYS_MAX = 30;

/**
 * How long an applied event is known by its id. A rejected event may be replayed for as long as it is kept, and may
 * have been late before that: the ledger must outlive both, or the replay would be applied twice.
 */
export const LEDGER_KEPT_DAYS = REJECTED_KEPT_DAYS + DELAY_DAYS_MAX;
