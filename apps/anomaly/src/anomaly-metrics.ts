import { Counter, Histogram, type Registry } from 'prom-client';
import type { ShopAlert } from '#database';

/** Around the 20 ms that a checkout hardly feels. */
const SECONDS_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

export class AnomalyMetrics {
  private readonly alerts: Counter<'shop' | 'subject'>;
  private readonly scored: Counter<'shop' | 'decision' | 'degraded'>;
  private readonly scoreSeconds: Histogram;
  private readonly deliveries: Counter<'outcome'>;
  private readonly vectorsLost: Counter;

  constructor(registry: Registry) {
    const registers = [registry];
    this.alerts = new Counter({
      name: 'cartwise_anomaly_alerts_total',
      help: 'Alerts raised',
      labelNames: ['shop', 'subject'],
      registers,
    });
    this.scored = new Counter({
      name: 'cartwise_anomaly_scored_orders_total',
      help: 'ScoreOrder calls answered',
      labelNames: ['shop', 'decision', 'degraded'],
      registers,
    });
    this.scoreSeconds = new Histogram({
      name: 'cartwise_anomaly_score_duration_seconds',
      help: 'Time to answer ScoreOrder',
      buckets: SECONDS_BUCKETS,
      registers,
    });
    this.vectorsLost = new Counter({
      name: 'cartwise_anomaly_order_vectors_lost_total',
      help: 'Orders at checkout whose features could not be kept',
      registers,
    });
    this.deliveries = new Counter({
      name: 'cartwise_anomaly_webhook_attempts_total',
      help: 'Webhook deliveries tried',
      labelNames: ['outcome'],
      registers,
    });
  }

  countAlerts(raised: readonly ShopAlert[]): void {
    for (const { shopId, alert } of raised) this.alerts.inc({ shop: shopId, subject: alert.subjectKind });
  }

  countScored(shop: string, decision: string, degraded: boolean, seconds: number): void {
    this.scored.inc({ shop, decision, degraded: String(degraded) });
    this.scoreSeconds.observe(seconds);
  }

  countVectorsLost(count: number): void {
    this.vectorsLost.inc(count);
  }

  countDelivery(outcome: 'delivered' | 'failed' | 'dead'): void {
    this.deliveries.inc({ outcome });
  }
}
