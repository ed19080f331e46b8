import type { EpochMs, ShopId } from '#contracts';
import type { Alert, AlertStatus, Decision, Reason } from '#contracts/generated/cartwise/fraud/v1/fraud';

/** An alert of a shop, and when what it is about happened. */
export interface ShopAlert {
  readonly shopId: ShopId;
  readonly occurredAtMs: EpochMs;
  readonly alert: Alert;
}

export interface AlertColumns {
  readonly alert_id: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly order_id: string;
  readonly user_id: string;
  readonly event_id: string;
  readonly decision: Decision;
  readonly score: number;
  readonly reasons: readonly Reason[];
  readonly raised_ms: string;
  readonly status: AlertStatus;
  readonly resolved_ms: string | null;
  readonly resolved_by: string;
  readonly note: string;
  readonly case_id: string;
}

/** The columns that alertOf reads. */
export const ALERT_COLUMNS = `alert_id, subject_kind, subject_id, order_id, user_id, event_id, decision, score,
  reasons, (extract(epoch FROM raised_at) * 1000)::bigint AS raised_ms, status,
  (extract(epoch FROM resolved_at) * 1000)::bigint AS resolved_ms, resolved_by, note, case_id`;

export function alertOf(row: AlertColumns): Alert {
  return {
    alertId: row.alert_id,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    orderId: row.order_id,
    userId: row.user_id,
    decision: row.decision,
    score: row.score,
    reasons: row.reasons,
    status: row.status,
    raisedAtMs: Number(row.raised_ms),
    resolvedAtMs: Number(row.resolved_ms ?? 0),
    resolvedBy: row.resolved_by,
    note: row.note,
    eventId: row.event_id,
    caseId: row.case_id,
  };
}
