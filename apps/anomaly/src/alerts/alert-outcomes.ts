import { CartwiseError, recordKey, TOPICS, type EpochMs, type OrderId, type ShopId } from '#contracts';
import { AlertStatus, type Alert } from '#contracts/generated/cartwise/fraud/v1/fraud';
import type { AlertStore, LabelStore, Sql } from '#database';
import { enqueue, outboxRecord } from '#event-log';

/** What an analyst says of an alert. */
export type AlertOutcome = Pick<Alert, 'alertId' | 'status' | 'note' | 'resolvedBy'>;

/**
 * Keeps an analyst's outcome, of an alert or of each alert of a case, and sends it on: to feedback.v1, to alerts.v1 for
 * those who watch the queue, and, where the alert has an order, to the labels that models learn from.
 */
export class AlertOutcomes {
  constructor(
    private readonly alerts: AlertStore,
    private readonly labels: LabelStore,
  ) {}

  /** @throws CartwiseError NOT_FOUND. */
  async keep(sql: Sql, shopId: ShopId, outcome: AlertOutcome, nowMs: EpochMs): Promise<Alert> {
    const alert = await this.alerts.resolve(sql, shopId, { ...outcome, resolvedAtMs: nowMs });
    if (alert === undefined) {
      throw new CartwiseError('NOT_FOUND', {
        field: 'alert_id',
        reason: `there is no alert ${JSON.stringify(outcome.alertId)}`,
      });
    }
    const key = recordKey(shopId, alert.alertId);
    await enqueue(sql, [outboxRecord(TOPICS.feedback, key, alert), outboxRecord(TOPICS.alerts, key, alert)]);
    if (alert.orderId !== '') await this.label(sql, shopId, alert, nowMs);
    return alert;
  }

  private label(sql: Sql, shopId: ShopId, alert: Alert, knownAtMs: EpochMs): Promise<void> {
    const label = {
      // An order id of an event or of a request, which were parsed.
      orderId: alert.orderId as OrderId,
      isFraud: alert.status === AlertStatus.ALERT_STATUS_CONFIRMED_FRAUD,
      source: 'analyst' as const,
      knownAtMs,
      author: alert.resolvedBy,
      evidence: `alert/${alert.alertId}`,
    };
    return this.labels.append(sql, [{ shopId, label }]);
  }
}
