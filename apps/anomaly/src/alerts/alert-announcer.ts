import type { ShopAlert } from '#database';
import type { OutboxRelay } from '#event-log';
import type { AnomalyMetrics } from '../anomaly-metrics.ts';
import type { WebhookWorker } from '../webhook/webhook-worker.ts';

/** After the transaction that raised alerts has committed: counts them and has them sent at once. */
export class AlertAnnouncer {
  constructor(
    private readonly outbox: Pick<OutboxRelay, 'wake'>,
    private readonly webhooks: Pick<WebhookWorker, 'wake'>,
    private readonly metrics: AnomalyMetrics,
  ) {}

  announce(raised: readonly ShopAlert[]): void {
    if (raised.length === 0) return;
    this.metrics.countAlerts(raised);
    this.wake();
  }

  /** Has what a transaction left for the log and the webhooks sent at once. */
  wake(): void {
    this.outbox.wake();
    this.webhooks.wake();
  }
}
