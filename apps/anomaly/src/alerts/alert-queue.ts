import type { ShopId } from '#contracts';
import type { Alert, AlertStatus, ListAlertsResponse } from '#contracts/generated/cartwise/fraud/v1/fraud';
import type { AlertStore, Database } from '#database';
import type { Actor, AuditTrail, Clock } from '#service';
import type { AlertOutcome, AlertOutcomes } from './alert-outcomes.ts';
import { pageTokenOf, positionOf } from '../requests/page-token.ts';

/** What analysts do with alerts. */
export class AlertQueue {
  constructor(
    private readonly database: Database,
    private readonly alerts: AlertStore,
    private readonly outcomes: AlertOutcomes,
    private readonly audit: Pick<AuditTrail, 'changed'>,
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
   * Keeps an analyst's outcome.
   * @throws CartwiseError NOT_FOUND.
   */
  async resolve(actor: Actor, outcome: AlertOutcome): Promise<Alert> {
    return this.database.transaction(async (sql) => {
      const alert = await this.outcomes.keep(sql, actor.shopId, outcome, this.clock());
      await this.audit.changed(sql, actor, {
        action: 'alert.resolved',
        subject: { kind: 'alert', id: alert.alertId },
        after: alert,
        detail: alert.status,
      });
      return alert;
    });
  }
}
