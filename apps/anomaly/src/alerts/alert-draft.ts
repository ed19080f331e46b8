import { hash } from 'node:crypto';
import { type EpochMs, type ShopId } from '#contracts';
import { AlertStatus, type Alert } from '#contracts/generated/cartwise/fraud/v1/fraud';
import type { ShopAlert } from '#database';
import type { Entities } from '#ml';
import type { Assessment } from '../decision/assessment.ts';

export interface Subject {
  /** "order" or an entity kind. */
  readonly kind: string;
  readonly id: string;
}

/** An alert that should be raised unless there is one already. */
export interface AlertDraft {
  readonly shopId: ShopId;
  /** Whom the reasons blame; the alert is about the first. */
  readonly subjects: readonly [Subject, ...Subject[]];
  readonly orderId: string;
  readonly userId: string;
  /** Who is behind the order or event. */
  readonly entities: Entities;
  /** Empty for a ScoreOrder call. */
  readonly eventId: string;
  readonly occurredAtMs: EpochMs;
  readonly assessment: Assessment;
}

const ALERT_ID_DIGITS = 32;

/** The subjects of what happened to an order: the order. */
export const aboutOrder = (orderId: string): AlertDraft['subjects'] => [{ kind: 'order', id: orderId }];

export function isAboutOrder({ subjects: [{ kind }] }: AlertDraft): boolean {
  return kind === 'order';
}

/**
 * The same for whoever comes to raise it: an order has one alert however often and wherever it is scored, another
 * subject one for each quiet span.
 */
export function alertIdOf(draft: AlertDraft, quietMs: number): string {
  const [{ kind, id }] = draft.subjects;
  const span = isAboutOrder(draft) ? 0 : Math.floor(draft.occurredAtMs / quietMs);
  return hash('sha256', JSON.stringify([draft.shopId, kind, id, span]), 'hex').slice(0, ALERT_ID_DIGITS);
}

/** The alert a draft becomes, open. */
export function newAlert(draft: AlertDraft, quietMs: number, raisedAtMs: EpochMs): ShopAlert {
  const { assessment, shopId, occurredAtMs } = draft;
  const [subject] = draft.subjects;
  const alert: Alert = {
    alertId: alertIdOf(draft, quietMs),
    subjectKind: subject.kind,
    subjectId: subject.id,
    orderId: draft.orderId,
    userId: draft.userId,
    decision: assessment.decision,
    score: assessment.score,
    reasons: assessment.reasons,
    status: AlertStatus.ALERT_STATUS_OPEN,
    raisedAtMs,
    resolvedAtMs: 0,
    resolvedBy: '',
    note: '',
    eventId: draft.eventId,
    caseId: '',
  };
  return { shopId, occurredAtMs, alert };
}
