import { Decision } from '../../../clients/typescript/src/index.ts';
import { ATTACK_KINDS, type AttackKind } from '../attacks/attack.ts';
import { PHASES, type LabelPhases, type Phase } from '../labels/label-phases.ts';
import { timesOf } from './times.ts';

interface AttackRecord {
  readonly kind: AttackKind;
  readonly phase: Phase;
  readonly begunMs: number;
  isCaught: boolean;
  /** Of the first that names it. */
  alertedMs?: number;
}

/** What an alert says it is about. */
export interface AlertSubject {
  readonly subjectId: string;
  readonly orderId: string;
  readonly userId: string;
  readonly eventId: string;
}

export type AttackSummary = ReturnType<AttackLog['summary']>;

const emptyTally = () => ({
  good: 0,
  goodReviewed: 0,
  goodDeclined: 0,
  bad: 0,
  badStopped: 0,
  alerts: 0,
  /** About nobody's attack; of orders they are counted with the orders. */
  otherAlerts: 0,
});

/**
 * What was done, and what was noticed. An attack is caught when one of its orders was not simply approved, or when an
 * alert names one of its orders, accounts, devices or events. Only the simulator knows which is which. An attack counts
 * for the phase that it began in.
 */
export class AttackLog {
  private readonly attacks = new Map<string, AttackRecord>();
  private readonly tallies = new Map(PHASES.map((phase) => [phase, emptyTally()]));
  private readonly idPattern: RegExp;

  constructor(
    private readonly run: string,
    private readonly nowMs: () => number,
    private readonly phases: Pick<LabelPhases, 'now'>,
  ) {
    this.idPattern = new RegExp(`^${run}-(?:${ATTACK_KINDS.join('|')})-\\d+(?=-)`);
  }

  begin(kind: AttackKind, id: string): void {
    this.attacks.set(id, { kind, phase: this.phases.now, begunMs: this.nowMs(), isCaught: false });
  }

  isOfAttack(id: string): boolean {
    return this.idPattern.test(id);
  }

  goodOrder(decision: Decision): void {
    const tally = this.tallyNow();
    tally.good += 1;
    if (decision === Decision.DECISION_REVIEW) tally.goodReviewed += 1;
    if (decision === Decision.DECISION_DECLINE) tally.goodDeclined += 1;
  }

  attackOrder(id: string, decision: Decision): void {
    const tally = this.tallyNow();
    tally.bad += 1;
    if (decision === Decision.DECISION_APPROVE) return;
    tally.badStopped += 1;
    const attack = this.attacks.get(id);
    if (attack !== undefined) attack.isCaught = true;
  }

  /** Whether it is about an attack; undefined of other runs, or of a real shopper beside this one. */
  alert(alert: AlertSubject): boolean | undefined {
    const named = [alert.orderId, alert.eventId, alert.userId, alert.subjectId];
    if (!named.some((id) => id.startsWith(this.run))) return undefined;
    const tally = this.tallyNow();
    tally.alerts += 1;
    const [id] = named.flatMap((name) => this.idPattern.exec(name)?.[0] ?? []);
    const attack = id === undefined ? undefined : this.attacks.get(id);
    if (attack !== undefined) {
      attack.isCaught = true;
      attack.alertedMs ??= this.nowMs();
    } else if (alert.orderId === '') tally.otherAlerts += 1;
    return attack !== undefined;
  }

  /** Of the whole run, or of these phases of it. */
  summary(phases: readonly Phase[] = PHASES) {
    const attacks = [...this.attacks.values()].filter(({ phase }) => phases.includes(phase));
    const { alerts, otherAlerts, ...orders } = this.tallyOf(phases);
    const falseAlarms = orders.goodReviewed + orders.goodDeclined + otherAlerts;
    return {
      kinds: ATTACK_KINDS.map((kind) => ({ kind, ...summaryOf(attacks.filter((one) => one.kind === kind)) })),
      all: summaryOf(attacks),
      orders,
      alerts,
      falseAlarms,
      /** Null where there was none to be held back. */
      falseAlarmsPer1000GoodOrders:
        orders.good === 0 ? null : Math.round((falseAlarms / orders.good) * 10_000) / 10,
    };
  }

  private tallyNow(): ReturnType<typeof emptyTally> {
    return this.tallyFor(this.phases.now);
  }

  private tallyFor(phase: Phase): ReturnType<typeof emptyTally> {
    const tally = this.tallies.get(phase);
    if (tally === undefined) throw new TypeError(`no phase is called ${phase}`);
    return tally;
  }

  private tallyOf(phases: readonly Phase[]): ReturnType<typeof emptyTally> {
    const sum = emptyTally();
    for (const phase of phases) {
      const tally = this.tallyFor(phase);
      // Its own keys.
      for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += tally[name];
    }
    return sum;
  }
}

function summaryOf(attacks: readonly AttackRecord[]) {
  const caught = attacks.filter(({ isCaught }) => isCaught).length;
  const delaysMs = attacks.flatMap(({ begunMs, alertedMs }) =>
    alertedMs === undefined ? [] : [alertedMs - begunMs],
  );
  return {
    attacks: attacks.length,
    caught,
    missed: attacks.length - caught,
    /** Null where there was none. */
    recall: attacks.length === 0 ? null : Math.round((caught / attacks.length) * 1_000) / 1_000,
    secondsToAlert: timesOf(delaysMs),
  };
}
