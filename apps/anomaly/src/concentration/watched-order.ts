import type { EventOf } from '#contracts';
import { occurredAtMs } from '#ml';

/** An order as the detector of bursts sees it. */
export interface WatchedOrder {
  readonly event: EventOf<'order_completed'>;
  readonly timeMs: number;
  /** When the account was opened, of one that is not older than is told apart. */
  readonly signedUpMs: number | undefined;
}

const HOUR_MS = 3_600_000;
/** Below the bins of a column: an account as old as this says no more than one that is not known. */
const ACCOUNT_HOURS_MOST = 2_000;

/** `signedUpMs` as it was known just before the order; Infinity where it was not. */
export function watchedOrder(event: EventOf<'order_completed'>, signedUpMs: number): WatchedOrder {
  const timeMs = occurredAtMs(event);
  const isYoung =
    event.userId !== undefined && signedUpMs <= timeMs && timeMs - signedUpMs < ACCOUNT_HOURS_MOST * HOUR_MS;
  return { event, timeMs, signedUpMs: isYoung ? signedUpMs : undefined };
}
