import type { Event } from '#contracts';
import { profileKey } from '#contracts';
import { occurredAtMs } from '#ml';
import { aboutOrder, type AlertDraft, type Subject } from '../alerts/alert-draft.ts';
import type { Situation } from '../rules/situation.ts';
import type { Assessment } from '../decision/assessment.ts';

/** The alert that an assessment of an event asks for. */
export function eventAlertDraft(event: Event, situation: Situation, assessment: Assessment): AlertDraft {
  return {
    shopId: event.shopId,
    subjects:
      event.type === 'order_completed' ? aboutOrder(event.orderId) : blamed(event, situation, assessment),
    orderId: 'orderId' in event ? (event.orderId ?? '') : '',
    userId: event.userId ?? '',
    entities: situation.order.entities,
    eventId: event.eventId,
    occurredAtMs: occurredAtMs(event),
    assessment,
  };
}

/** The entities that the rules blame; whose event it is where they name none that the event has. */
function blamed(event: Event, { order }: Situation, { subjects }: Assessment): AlertDraft['subjects'] {
  const [first, ...others] = subjects.flatMap((kind): Subject[] => {
    const id = order.entities[kind];
    return id === undefined ? [] : [{ kind, id }];
  });
  return first === undefined ? [{ kind: 'user', id: profileKey(event) }] : [first, ...others];
}
