import { CartwiseError, type EpochMs } from '#contracts';
import { CaseOutcome, type Case, type CaseChange } from '#contracts/generated/cartwise/fraud/v1/cases';
import { AlertStatus } from '#contracts/generated/cartwise/fraud/v1/fraud';
import type { AlertStore, CaseStore, Database, Sql } from '#database';
import type { Actor, AuditTrail, Clock } from '#service';
import type { AlertOutcomes } from '../alerts/alert-outcomes.ts';
import type { WebhookDesk } from '../webhook/webhook-desk.ts';
import type { WebhookWorker } from '../webhook/webhook-worker.ts';
import { applyChange } from './apply-change.ts';

export interface ChangeRequest {
  readonly caseId: string;
  /** Of the case as it was read. */
  readonly version: number;
  readonly change: CaseChange;
  readonly author: string;
}

/** A case after a change, and what closing it taught. */
export interface ChangedCase {
  readonly case: Case;
  readonly ordersLabelled: number;
  /** Resolved with the case; no order can be labelled by them. */
  readonly alertsWithoutOrder: number;
}

const NOTHING_LABELLED = { ordersLabelled: 0, alertsWithoutOrder: 0 };

export interface CaseDeskParts {
  readonly database: Database;
  readonly cases: CaseStore;
  readonly alerts: AlertStore;
  readonly outcomes: AlertOutcomes;
  readonly webhooks: WebhookDesk;
  readonly audit: Pick<AuditTrail, 'changed'>;
  readonly worker: Pick<WebhookWorker, 'wake'>;
  readonly clock: Clock;
}

const STATUS_BY_OUTCOME: ReadonlyMap<CaseOutcome, AlertStatus> = new Map([
  [CaseOutcome.CASE_OUTCOME_FRAUD, AlertStatus.ALERT_STATUS_CONFIRMED_FRAUD],
  [CaseOutcome.CASE_OUTCOME_LEGITIMATE, AlertStatus.ALERT_STATUS_FALSE_POSITIVE],
]);

/** What analysts do with cases: each change with its history, what follows from it, and the audit log, all or none. */
export class CaseDesk {
  constructor(private readonly parts: CaseDeskParts) {}

  /** @throws CartwiseError NOT_FOUND, CONFLICT for a case that was changed since it was read, or as applyChange does. */
  async change(actor: Actor, { caseId, version, change, author }: ChangeRequest): Promise<ChangedCase> {
    const { database, cases, audit, worker, clock } = this.parts;
    const { shopId } = actor;
    const saved = await database.transaction(async (sql) => {
      const nowMs = clock();
      const current = await cases.lock(sql, shopId, caseId, nowMs);
      if (current === undefined) throw caseNotFound(caseId);
      if (current.version !== version)
        throw new CartwiseError('CONFLICT', {
          field: 'version',
          reason: `the case is at version ${current.version} now: read it again`,
        });
      const changed = applyChange(current, change, nowMs);
      await cases.save(sql, shopId, changed, { author, keyId: actor.name, change });
      const labelled =
        change.close === undefined
          ? NOTHING_LABELLED
          : await this.follow(sql, actor, changed, { author, nowMs });
      await audit.changed(sql, actor, {
        action: 'case.changed',
        subject: { kind: 'case', id: caseId },
        before: current,
        after: changed,
        detail: Object.keys(change).join(),
      });
      return { case: changed, ...labelled };
    });
    worker.wake();
    return saved;
  }

  /** A closed case resolves its alerts that nobody has resolved, and with them labels their orders. */
  private async follow(
    sql: Sql,
    { shopId }: Actor,
    closed: Case,
    { author, nowMs }: { readonly author: string; readonly nowMs: EpochMs },
  ): Promise<Omit<ChangedCase, 'case'>> {
    const status = STATUS_BY_OUTCOME.get(closed.outcome);
    const open = status === undefined ? [] : await this.parts.alerts.openOfCase(sql, shopId, closed.caseId);
    for (const { alertId } of open) {
      const outcome = { alertId, status: status ?? AlertStatus.ALERT_STATUS_OPEN };
      await this.parts.outcomes.keep(
        sql,
        shopId,
        { ...outcome, note: `with case ${closed.caseId}`, resolvedBy: author },
        nowMs,
      );
    }
    await this.parts.webhooks.call(sql, [{ shopId, type: 'case.closed', case: closed }]);
    const orders = open.map(({ orderId }) => orderId).filter((orderId) => orderId !== '');
    return { ordersLabelled: new Set(orders).size, alertsWithoutOrder: open.length - orders.length };
  }
}

export const caseNotFound = (caseId: string): CartwiseError =>
  new CartwiseError('NOT_FOUND', { field: 'case_id', reason: `there is no case ${JSON.stringify(caseId)}` });
