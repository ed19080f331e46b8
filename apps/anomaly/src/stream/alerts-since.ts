import type { ShopId } from '#contracts';
import type { Alert, StreamAlertsRequest } from '#contracts/generated/cartwise/fraud/v1/fraud';
import type { AlertStore } from '#database';
import type { AlertSubscription } from './alert-subscription.ts';

/** Alerts that may come a second time, from the log, after the table told of them: those just raised. */
const REPLAYED_REMEMBERED_MAX = 1_000;

/**
 * The alerts of a shop from `sinceMs` on: from the table first, then as they come. The subscription is open before the
 * table is read, so nothing falls between the two; what both have is told once. An alert comes again when it is resolved.
 */
export async function* alertsSince(
  alerts: AlertStore,
  shopId: ShopId,
  subscription: AlertSubscription,
  { sinceMs, scoreMin }: StreamAlertsRequest,
): AsyncGenerator<Alert> {
  const replayed = new Set<string>();
  if (sinceMs > 0) {
    for await (const page of alerts.readSince(shopId, sinceMs)) {
      for (const alert of page) {
        if (alert.score >= scoreMin) yield alert;
        remember(replayed, stateOf(alert));
      }
    }
  }
  for await (const alert of subscription.read()) {
    if (alert.score >= scoreMin && !replayed.delete(stateOf(alert))) yield alert;
  }
}

const stateOf = ({ alertId, status, resolvedAtMs }: Alert): string => `${alertId}/${status}/${resolvedAtMs}`;

/** Sets keep the order of insertion: the first is the oldest. */
function remember(states: Set<string>, state: string): void {
  states.add(state);
  const [oldest] = states;
  if (states.size > REPLAYED_REMEMBERED_MAX && oldest !== undefined) states.delete(oldest);
}
