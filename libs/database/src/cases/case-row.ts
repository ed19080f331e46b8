import type { ShopId } from '#contracts';
import { CaseState, type Case, type CaseEntity } from '#contracts/generated/cartwise/fraud/v1/cases';
import type { CaseOutcome } from '#contracts/generated/cartwise/fraud/v1/cases';
import type { Decision } from '#contracts/generated/cartwise/fraud/v1/fraud';

/** A case of a shop. */
export interface ShopCase {
  readonly shopId: ShopId;
  readonly case: Case;
}

/** Something that ties alerts to a case. */
export interface ShopCaseEntity extends CaseEntity {
  readonly shopId: ShopId;
}

export interface CaseColumns {
  readonly case_id: string;
  readonly version: number;
  readonly state: CaseState;
  readonly snoozed_ms: string | null;
  readonly assignee: string;
  readonly tags: readonly string[];
  readonly outcome: CaseOutcome;
  readonly opened_ms: string;
  readonly changed_ms: string;
  readonly closed_ms: string | null;
  readonly alerts: number;
  readonly last_alert_ms: string;
  readonly score: number;
  readonly decision: Decision;
}

/** The columns that caseOf reads. */
export const CASE_COLUMNS = `case_id, version, state, (extract(epoch FROM snoozed_until) * 1000)::bigint AS snoozed_ms,
  assignee, tags, outcome, (extract(epoch FROM opened_at) * 1000)::bigint AS opened_ms,
  (extract(epoch FROM changed_at) * 1000)::bigint AS changed_ms,
  (extract(epoch FROM closed_at) * 1000)::bigint AS closed_ms, alerts,
  (extract(epoch FROM last_alert_at) * 1000)::bigint AS last_alert_ms, score, decision`;

/** A case as it is at `nowMs`: one whose snooze has ended is open, though nobody has touched its row. */
export function caseOf(row: CaseColumns, entities: readonly CaseEntity[], nowMs: number): Case {
  const snoozedUntilMs = Number(row.snoozed_ms ?? 0);
  const isAwake = row.state === CaseState.CASE_STATE_SNOOZED && snoozedUntilMs <= nowMs;
  return {
    caseId: row.case_id,
    version: row.version,
    state: isAwake ? CaseState.CASE_STATE_OPEN : row.state,
    snoozedUntilMs: isAwake ? 0 : snoozedUntilMs,
    assignee: row.assignee,
    tags: row.tags,
    outcome: row.outcome,
    openedAtMs: Number(row.opened_ms),
    changedAtMs: Number(row.changed_ms),
    closedAtMs: Number(row.closed_ms ?? 0),
    alerts: row.alerts,
    lastAlertAtMs: Number(row.last_alert_ms),
    score: row.score,
    decision: row.decision,
    entities,
  };
}
