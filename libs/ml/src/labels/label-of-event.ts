import type { EpochMs, Event, EventOf, FraudLabel, LabelSource } from '#contracts';
import { mayBeFraud } from './chargeback-reason.ts';
import { isFraudReason } from './refund-reason.ts';

type LabelEvent = EventOf<'chargeback_received' | 'fraud_label_set' | 'order_refunded' | 'order_cancelled'>;

/** What an event says of its order; undefined for one that says nothing of fraud. */
export function labelOfEvent(event: Event): FraudLabel | undefined {
  switch (event.type) {
    case 'chargeback_received':
      return mayBeFraud(event.reasonCode) ? label(event, 'chargeback', true, event.receivedTime) : undefined;
    case 'fraud_label_set':
      return label(event, event.labelSource, event.label === 'fraud');
    case 'order_refunded':
    case 'order_cancelled':
      return isFraudReason(event.reason) ? label(event, 'refund', true) : undefined;
    default:
      return undefined;
  }
}

function label(
  event: LabelEvent,
  source: LabelSource,
  isFraud: boolean,
  toldAtMs: EpochMs = event.eventTime,
): FraudLabel {
  const { orderId, eventId, receivedAt } = event;
  return {
    orderId,
    isFraud,
    source,
    // History was known when the shop was told, though we were told much later.
    knownAtMs: event.source === 'import' && toldAtMs < receivedAt ? toldAtMs : receivedAt,
    author: '',
    evidence: `event/${eventId}`,
  };
}
