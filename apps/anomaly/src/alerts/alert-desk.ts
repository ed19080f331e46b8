import { recordKey, TOPICS, type EpochMs } from '#contracts';
import type { AlertStore, ShopAlert, Sql } from '#database';
import { enqueue, outboxRecord } from '#event-log';
import type { WebhookDesk } from '../webhook/webhook-desk.ts';
import { caseEntities } from '../cases/case-entities.ts';
import type { CaseGrouping } from '../cases/case-grouping.ts';
import type { TiedAlert } from '../cases/group-alerts.ts';
import { isAboutOrder, newAlert, type AlertDraft } from './alert-draft.ts';
import { withoutQuiet } from './without-quiet.ts';

const HOUR_MS = 3_600_000;

/** Raises alerts: the row, the record on alerts.v1 and the webhook's delivery, all or none. */
export class AlertDesk {
  readonly quietMs: number;

  constructor(
    private readonly alerts: AlertStore,
    private readonly grouping: CaseGrouping,
    private readonly webhooks: WebhookDesk,
    quietHours: number,
  ) {
    this.quietMs = quietHours * HOUR_MS;
  }

  /** Returns those raised, without those that were there already or stay quiet. */
  async raise(sql: Sql, drafts: readonly AlertDraft[], nowMs: EpochMs): Promise<readonly ShopAlert[]> {
    if (drafts.length === 0) return [];
    const loud = await this.withoutQuiet(sql, drafts);
    const byId = new Map<string, ShopAlert & TiedAlert>();
    for (const draft of loud) {
      const opened = newAlert(draft, this.quietMs, nowMs);
      if (!byId.has(opened.alert.alertId))
        byId.set(opened.alert.alertId, { ...opened, entities: caseEntities(draft) });
    }
    const fresh = await this.alerts.insertNew(sql, [...byId.values()]);
    const inserted = [...byId.values()].filter(({ alert }) => fresh.has(alert.alertId));
    const raised = await this.grouping.group(sql, inserted);
    await enqueue(
      sql,
      raised.map(({ shopId, alert }) => outboxRecord(TOPICS.alerts, recordKey(shopId, alert.alertId), alert)),
    );
    await this.webhooks.call(
      sql,
      raised.map(({ shopId, alert }) => ({ shopId, type: 'alert.raised', alert })),
    );
    return raised;
  }

  private async withoutQuiet(sql: Sql, drafts: readonly AlertDraft[]): Promise<readonly AlertDraft[]> {
    const others = drafts.filter((draft) => !isAboutOrder(draft));
    const times = others.map(({ occurredAtMs }) => occurredAtMs);
    const recent = await this.alerts.findRecent(
      sql,
      others.flatMap(({ shopId, subjects }) => subjects.map((subject) => ({ shopId, ...subject }))),
      Math.max(0, Math.min(...times) - this.quietMs),
      Math.max(...times) + this.quietMs,
    );
    return withoutQuiet(drafts, recent, this.quietMs);
  }
}
