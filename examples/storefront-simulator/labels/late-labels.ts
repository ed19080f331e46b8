import {
  AlertStatus,
  CartwiseCallError,
  type CartwiseClient,
} from '../../../clients/typescript/src/index.ts';
import type { DisputedBy } from '../attacks/attack.ts';
import type { EventSender } from '../doors/event-sender.ts';
import { CURRENCY, type StorefrontEvent, type Visitor } from '../traffic/storefront-event.ts';
import type { LabelPhases } from './label-phases.ts';

/** An order that the shop took, and should not have. */
export interface FraudulentOrder {
  readonly orderId: string;
  readonly amountMinor: number;
  readonly visitor: Pick<Visitor, 'userId' | 'anonymousId'>;
  readonly disputedBy: DisputedBy;
}

/** Visa's "other fraud, card absent". */
const REASON_CODE = '10.4';

/**
 * What a shop learns of its orders, and when: the delay after an order that was fraud, its chargeback or the label that
 * its people set; the delay after an alert, the outcome that its analysts found. All through the public doors.
 */
export class LateLabels {
  readonly counts = { chargebacks: 0, setByShop: 0, alertsResolved: 0, alertsNotResolved: 0 };
  firstFailure: string | undefined;
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly underWay = new Set<Promise<void>>();
  private isClosed = false;

  constructor(
    private readonly delayMs: number,
    private readonly doors: {
      readonly sender: Pick<EventSender, 'enqueue'>;
      readonly cartwise: { readonly fraud: Pick<CartwiseClient['fraud'], 'resolveAlert'> };
    },
    private readonly phases: Pick<LabelPhases, 'labelKnown'>,
  ) {}

  orderTaken(order: FraudulentOrder): void {
    this.later(() => {
      this.counts[order.disputedBy === 'cardholder' ? 'chargebacks' : 'setByShop'] += 1;
      this.doors.sender.enqueue(labelOf(order), Date.now(), 0, () => this.phases.labelKnown());
    });
  }

  /** `isOfAttack` is what the analyst will find. */
  alertRaised(alertId: string, isOfAttack: boolean): void {
    this.later(() => {
      const resolving = this.resolve(alertId, isOfAttack).finally(() => this.underWay.delete(resolving));
      this.underWay.add(resolving);
    });
  }

  /** What is due later never comes; resolves when what is under way has been answered. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    await Promise.all(this.underWay);
  }

  private later(work: () => void): void {
    if (this.isClosed) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      work();
    }, this.delayMs);
    this.timers.add(timer);
  }

  private async resolve(alertId: string, isOfAttack: boolean): Promise<void> {
    const status = isOfAttack
      ? AlertStatus.ALERT_STATUS_CONFIRMED_FRAUD
      : AlertStatus.ALERT_STATUS_FALSE_POSITIVE;
    try {
      await this.doors.cartwise.fraud.resolveAlert({ alertId, status, resolvedBy: 'simulator' });
      this.counts.alertsResolved += 1;
      this.phases.labelKnown();
    } catch (error) {
      if (!(error instanceof CartwiseCallError)) throw error;
      this.counts.alertsNotResolved += 1;
      this.firstFailure ??= `ResolveAlert: ${error.status}: ${error.message}`;
    }
  }
}

/** As the shop's own systems send it: no page, no device. */
function labelOf({ orderId, amountMinor, visitor, disputedBy }: FraudulentOrder): StorefrontEvent {
  const { userId, anonymousId } = visitor;
  const [event, properties] =
    disputedBy === 'cardholder'
      ? ['Chargeback Received', { amount: amountMinor / 100, currency: CURRENCY, reason_code: REASON_CODE }]
      : ['Fraud Label Set', { label: 'fraud', label_source: 'analyst' }];
  return {
    messageId: `${orderId}-label`,
    type: 'track',
    event,
    ...(userId === undefined ? {} : { userId }),
    anonymousId,
    context: {},
    properties: { order_id: orderId, ...properties },
  };
}
