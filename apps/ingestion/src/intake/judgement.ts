import type { Event, EventVerdictCode, RejectedEvent } from '#contracts';

/** What is to become of one event of a batch. */
export type Judgement =
  | { readonly kind: 'accepted'; readonly event: Event }
  | { readonly kind: 'duplicate'; readonly eventId: string }
  | {
      readonly kind: 'dropped';
      readonly eventId: string;
      readonly code: EventVerdictCode;
      readonly message: string;
    }
  | { readonly kind: 'rejected'; readonly eventId: string; readonly record: RejectedEvent };

/** What its sender is told. */
export interface EventVerdict {
  readonly eventId: string;
  readonly verdict: Judgement['kind'];
  readonly code?: EventVerdictCode;
  readonly field?: string;
  readonly message?: string;
}

export function verdictOf(judgement: Judgement): EventVerdict {
  const verdict = judgement.kind;
  switch (judgement.kind) {
    case 'accepted':
      return { eventId: judgement.event.eventId, verdict };
    case 'duplicate':
      return { eventId: judgement.eventId, verdict, code: 'EVENT_DUPLICATE' };
    case 'dropped':
      return { eventId: judgement.eventId, verdict, code: judgement.code, message: judgement.message };
    case 'rejected': {
      const { code, field, message } = judgement.record;
      return {
        eventId: judgement.eventId,
        verdict,
        code,
        ...(field === undefined ? {} : { field }),
        message,
      };
    }
  }
}

export const acceptedOf = (judgements: readonly Judgement[]): Event[] =>
  judgements.flatMap((judgement) => (judgement.kind === 'accepted' ? [judgement.event] : []));

export const rejectedOf = (judgements: readonly Judgement[]): RejectedEvent[] =>
  judgements.flatMap((judgement) => (judgement.kind === 'rejected' ? [judgement.record] : []));
