import { Decision } from '../../../clients/typescript/src/index.ts';
import { ATTACK_KINDS, type AttackKind } from '../attacks/attack.ts';

interface AttackRecord {
  readonly kind: AttackKind;
  readonly begunMs: number;
  caughtMs?: number;
}

/** What an alert says it is about. */
export interface AlertSubject {
  readonly subjectId: string;
  readonly orderId: string;
  readonly userId: string;
  readonly eventId: string;
}

/**
 * What was done, and what was noticed. An attack is caught when one of its orders was not simply approved, or when an
 * alert names one of its orders, accounts, devices or events. Only the simulator knows which is which.
 */
export class AttackLog {
  private readonly attacks = new Map<string, AttackRecord>();
  private readonly orders = { good: 0, goodReviewed: 0, goodDeclined: 0, bad: 0, badStopped: 0 };
  private alerts = 0;
  /** Alerts about nobody's attack; of orders they are counted with the orders. */
  private otherAlerts = 0;
  private readonly idPattern: RegExp;

  constructor(
    private readonly run: string,
    private readonly nowMs: () => number,
  ) {
    this.idPattern = new RegExp(`^${run}-(?:${ATTACK_KINDS.join('|')})-\\d+(?=-)`);
  }

  begin(kind: AttackKind, id: string): void {
    this.attacks.set(id, { kind, begunMs: this.nowMs() });
  }

  isOfAttack(id: string): boolean {
    return this.idPattern.test(id);
  }

  goodOrder(decision: Decision): void {
    this.orders.good += 1;
    if (decision === Decision.DECISION_REVIEW) this.orders.goodReviewed += 1;
    if (decision === Decision.DECISION_DECLINE) this.orders.goodDeclined += 1;
  }

  attackOrder(id: string, decision: Decision): void {
    this.orders.bad += 1;
    if (decision === Decision.DECISION_APPROVE) return;
    this.orders.badStopped += 1;
    this.caught(id);
  }

  alert(alert: AlertSubject): void {
    const named = [alert.orderId, alert.eventId, alert.userId, alert.subjectId];
    // Of other runs, or of a real shopper beside this one.
    if (!named.some((id) => id.startsWith(this.run))) return;
    this.alerts += 1;
    const [id] = named.flatMap((name) => this.idPattern.exec(name)?.[0] ?? []);
    if (id !== undefined) this.caught(id);
    else if (alert.orderId === '') this.otherAlerts += 1;
  }

  private caught(id: string): void {
    const attack = this.attacks.get(id);
    if (attack !== undefined) attack.caughtMs ??= this.nowMs();
  }

  summary() {
    const kinds = ATTACK_KINDS.map((kind) => {
      const all = [...this.attacks.values()].filter((attack) => attack.kind === kind);
      const caught = all.filter(({ caughtMs }) => caughtMs !== undefined);
      const delays = caught.map(({ begunMs, caughtMs = 0 }) => caughtMs - begunMs).toSorted((a, b) => a - b);
      return {
        kind,
        attacks: all.length,
        caught: caught.length,
        missed: all.length - caught.length,
        medianSecondsToCatch: Math.round((delays[Math.floor(delays.length / 2)] ?? 0) / 100) / 10,
      };
    });
    const { good, goodReviewed, goodDeclined } = this.orders;
    const falseAlarms = goodReviewed + goodDeclined + this.otherAlerts;
    return {
      kinds,
      orders: { ...this.orders },
      alerts: this.alerts,
      falseAlarms,
      falseAlarmsPer1000GoodOrders: good === 0 ? 0 : Math.round((falseAlarms / good) * 10_000) / 10,
    };
  }
}
