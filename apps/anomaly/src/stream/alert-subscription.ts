import { CartwiseError, type ShopId } from '#contracts';
import type { Alert } from '#contracts/generated/cartwise/fraud/v1/fraud';

/** A reader this far behind is cut off and can come back with since_ms: memory stays bounded. */
export const WAITING_ALERTS_MAX = 1_000;

/** The alerts of a shop on their way to one reader. */
export class AlertSubscription {
  private readonly waiting: Alert[] = [];
  private state: 'open' | 'ended' | 'overrun' = 'open';
  private wake: () => void = () => undefined;

  constructor(readonly shopId: ShopId) {}

  offer(alert: Alert): void {
    if (this.state !== 'open') return;
    if (this.waiting.length === WAITING_ALERTS_MAX) this.state = 'overrun';
    else this.waiting.push(alert);
    this.wake();
  }

  /** Lets the reader finish what is waiting. */
  end(): void {
    if (this.state === 'open') this.state = 'ended';
    this.wake();
  }

  /** For one reader. Throws OVERLOADED after what was kept, when it read too slowly. */
  async *read(): AsyncGenerator<Alert> {
    for (;;) {
      const next = this.waiting.shift();
      if (next !== undefined) yield next;
      else if (this.state === 'ended') return;
      else if (this.state === 'overrun') throw overrun();
      else await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}

function overrun(): CartwiseError {
  return new CartwiseError('OVERLOADED', {
    reason: `more than ${WAITING_ALERTS_MAX} alerts were waiting; read faster and go on with since_ms`,
    retryAfterMs: 0,
  });
}
