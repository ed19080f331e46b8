import type { ShopAlert } from '#database';
import type { AnomalyMetrics } from '../anomaly-metrics.ts';
import type { WebhookWorker } from '../webhook/webhook-worker.ts';

/** After the transaction that raised alerts has committed: counts them and has the webhooks sent at once. */
export class AlertAnnouncer {
  constructor(
    private readonly webhooks: Pick<WebhookWorker, 'wake'>,
    private readonly metrics: AnomalyMetrics,
  ) {}

  announce(raised: readonly ShopAlert[]): void {
    if (raised.length === 0) return;
    this.metrics.countAlerts(raised);
    this.webhooks.wake();
  }
}
