import { LABEL_SOURCES, type FraudLabel, type OrderId } from '#contracts';

/**
 * What was known of orders at a moment. Of the labels of an order the strongest source counts, and of its labels the
 * newest: an analyst who corrects themselves is heard, one who contradicts a chargeback is not. Whatever order labels
 * are added in, and how often, the outcome is the same.
 */
export class LabelBook {
  private readonly byOrder = new Map<OrderId, FraudLabel>();

  /** Labels known after `asOfMs` do not count. */
  constructor(private readonly asOfMs: number) {}

  add(label: FraudLabel): void {
    if (label.knownAtMs > this.asOfMs) return;
    const current = this.byOrder.get(label.orderId);
    if (current === undefined || overrules(label, current)) this.byOrder.set(label.orderId, label);
  }

  get(orderId: OrderId): FraudLabel | undefined {
    return this.byOrder.get(orderId);
  }

  /** By order id: true is fraud. */
  outcomes(): ReadonlyMap<string, boolean> {
    return new Map([...this.byOrder].map(([orderId, { isFraud }]) => [orderId, isFraud]));
  }
}

function overrules(label: FraudLabel, other: FraudLabel): boolean {
  const strength = LABEL_SOURCES.indexOf(label.source) - LABEL_SOURCES.indexOf(other.source);
  if (strength !== 0) return strength < 0;
  if (label.knownAtMs !== other.knownAtMs) return label.knownAtMs > other.knownAtMs;
  // At the same moment: fraud, which costs more to miss.
  if (label.isFraud !== other.isFraud) return label.isFraud;
  return label.evidence > other.evidence;
}
