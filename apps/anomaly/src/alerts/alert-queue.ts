import { CartwiseError, recordKey, TOPICS, type ShopId } from '#contracts';
import type { Alert, AlertStatus, ListAlertsResponse } from '#contracts/generated/cartwise/fraud/v1/fraud';
import type { AlertStore, Database } from '#database';
import { enqueue, outboxRecord, type OutboxRelay } from '#event-log';
import type { Clock } from '#service';
import { pageTokenOf, positionOf } from '../requests/page-token.ts';

/** What analysts do with alerts. */
export class AlertQueue {
  constructor(
    private readonly database: Database,
    private readonly alerts: AlertStore,
    private readonly outbox: Pick<OutboxRelay, 'wake'>,
    private readonly clock: Clock,
  ) {}

  /** A page, newest first; of every status when it is undefined. */
  async list(
    shopId: ShopId,
    page: {
      readonly status: AlertStatus | undefined;
      readonly pageSize: number;
      readonly pageToken: string;
    },
  ): Promise<ListAlertsResponse> {
    const after = positionOf(page.pageToken);
    const alerts = await this.alerts.list(shopId, {
      status: page.status,
      limit: page.pageSize,
      after: after && { raisedAtMs: after.at, alertId: after.id },
    });
    const last = alerts.at(-1);
    const isFull = alerts.length === page.pageSize && last !== undefined;
    return { alerts, nextPageToken: isFull ? pageTokenOf({ at: last.raisedAtMs, id: last.alertId }) : '' };
  }

  /**
   * Keeps an analyst's outcome and sends it on: to feedback.v1 as a label, to alerts.v1 for those who watch the queue.
   * @throws CartwiseError NOT_FOUND.
   */
  async resolve(
    shopId: ShopId,
    outcome: Pick<Alert, 'alertId' | 'status' | 'note' | 'resolvedBy'>,
  ): Promise<Alert> {
    const resolved = await this.database.transaction(async (sql) => {
      const alert = await this.alerts.resolve(sql, shopId, { ...outcome, resolvedAtMs: this.clock() });
      if (alert === undefined) {
        throw new CartwiseError('NOT_FOUND', {
          field: 'alert_id',
          reason: `there is no alert ${JSON.stringify(outcome.alertId)}`,
        });
      }
      const key = recordKey(shopId, alert.alertId);
      await enqueue(sql, [
        outboxRecord(TOPICS.feedback, key, alert),
        outboxRecord(TOPICS.alerts, key, alert),
      ]);
      return alert;
    });
    this.outbox.wake();
    return resolved;
  }
}
