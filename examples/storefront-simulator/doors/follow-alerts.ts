import { setTimeout as sleep } from 'node:timers/promises';
import type { Alert, CartwiseClient } from '../../../clients/typescript/src/index.ts';

const RETRY_MS = 500;

/**
 * Reads alerts as they are raised until the signal, each once: after a break it begins where it stopped, and one that is
 * resolved is told of again.
 */
export async function followAlerts(
  cartwise: { readonly fraud: Pick<CartwiseClient['fraud'], 'streamAlerts'> },
  signal: AbortSignal,
  onAlert: (alert: Alert) => void,
): Promise<void> {
  let sinceMs = Date.now();
  const heard = new Set<string>();
  while (!signal.aborted) {
    try {
      for await (const alert of cartwise.fraud.streamAlerts({ sinceMs, signal })) {
        sinceMs = Math.max(sinceMs, alert.raisedAtMs);
        if (heard.has(alert.alertId)) continue;
        heard.add(alert.alertId);
        onAlert(alert);
      }
    } catch {
      // The service stopped, or the run is over.
    }
    if (!signal.aborted) await sleep(RETRY_MS);
  }
}
