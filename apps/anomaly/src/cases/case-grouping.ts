import type { CaseGroupingStore, Sql } from '#database';
import type { WebhookDesk } from '../webhook/webhook-desk.ts';
import { groupAlerts, type GroupingBounds, type TiedAlert } from './group-alerts.ts';

/** Three days: an attack comes back the next night, and a weekend lies between Friday and Monday. */
const CASE_BOUNDS: GroupingBounds = { windowMs: 72 * 3_600_000, alertsMax: 500, entitiesMax: 200 };

/** Groups alerts into cases, in the transaction that raises them. */
export class CaseGrouping {
  constructor(
    private readonly store: CaseGroupingStore,
    private readonly webhooks: WebhookDesk,
    private readonly bounds: GroupingBounds = CASE_BOUNDS,
  ) {}

  /** The alerts, which are rows already, with their cases; tells webhooks of cases that are new. */
  async group<Raised extends TiedAlert>(sql: Sql, raised: readonly Raised[]): Promise<readonly Raised[]> {
    if (raised.length === 0) return [];
    await this.store.lockShops(
      sql,
      raised.map(({ shopId }) => shopId),
    );
    const asked = raised.flatMap(({ shopId, entities }) => entities.map((each) => ({ shopId, ...each })));
    const oldestMs = Math.min(...raised.map(({ alert }) => alert.raisedAtMs));
    const joinable = await this.store.findJoinable(sql, asked, oldestMs - this.bounds.windowMs);
    const additions = groupAlerts(raised, joinable, this.bounds);
    const opened = await this.store.add(sql, additions);
    await this.webhooks.call(
      sql,
      opened.map((each) => ({ shopId: each.shopId, type: 'case.opened', case: each.case })),
    );
    const caseOf = new Map(
      additions.flatMap(({ shopId, caseId, alertIds }) => alertIds.map((id) => [`${shopId}/${id}`, caseId])),
    );
    return raised.map((each) => {
      const caseId = caseOf.get(`${each.shopId}/${each.alert.alertId}`) ?? '';
      return { ...each, alert: { ...each.alert, caseId } };
    });
  }
}
