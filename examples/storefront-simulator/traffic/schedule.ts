import { ATTACK_KINDS, type AttackKind } from '../attacks/attack.ts';
import { ATTACK_SCRIPTS } from '../attacks/scripts.ts';
import { below, randomOf } from '../random.ts';
import { eventsOf, planVisit, type VisitPlan } from '../shoppers/plan-visit.ts';

export type Arrival =
  | {
      readonly kind: 'visit';
      readonly number: number;
      readonly shopper: number;
      readonly plan: VisitPlan;
      readonly atMs: number;
    }
  | { readonly kind: AttackKind; readonly number: number; readonly atMs: number };

export interface ScheduleOptions {
  readonly seed: number;
  readonly eventsPerSecond: number;
  readonly durationMs: number;
  /** Different shoppers; each comes again and again. */
  readonly shoppers: number;
  /** Events of attacks among all events, 0 to below 1. */
  readonly attackShare: number;
}

/** No attack of a kind shows what it needs before it; the first comes after so much of the run, or so late. */
const QUIET_SHARE = 0.1;
const QUIET_MS_MAX = 30_000;
/** The last must have time to be played: so much of the run, or so long. */
const LAST_SHARE = 0.2;
const LAST_MS_MAX = 120_000;

/**
 * Who comes when: each arrival is due when the events of those before it are due at the rate asked for. The same seed
 * gives the same arrivals.
 */
export function* schedule(options: ScheduleOptions): Generator<Arrival, void, undefined> {
  const { seed, eventsPerSecond, durationMs, shoppers, attackShare } = options;
  const random = randomOf(seed, 'arrivals');
  const numbers = new Map<AttackKind, number>();
  let events = 0;
  let attackEvents = 0;
  const attacksFromMs = Math.min(durationMs * QUIET_SHARE, QUIET_MS_MAX);
  const attacksUntilMs = durationMs - Math.min(durationMs * LAST_SHARE, LAST_MS_MAX);
  for (let number = 0; ; number++) {
    const atMs = (events / eventsPerSecond) * 1_000;
    if (atMs >= durationMs) return;
    const attacksNow = atMs >= attacksFromMs && atMs <= attacksUntilMs;
    if (attacksNow && attackEvents < events * attackShare) {
      const kind = nextKind(numbers);
      const ofKind = numbers.get(kind) ?? 0;
      numbers.set(kind, ofKind + 1);
      yield { kind, number: ofKind, atMs };
      events += ATTACK_SCRIPTS[kind].events;
      attackEvents += ATTACK_SCRIPTS[kind].events;
    } else {
      const plan = planVisit(randomOf(seed, 'plan', number));
      yield { kind: 'visit', number, shopper: below(random, shoppers), plan, atMs };
      events += eventsOf(plan);
    }
  }
}

/** The kind there has been least of. */
function nextKind(numbers: ReadonlyMap<AttackKind, number>): AttackKind {
  const of = (kind: AttackKind) => numbers.get(kind) ?? 0;
  return ATTACK_KINDS.reduce((least, kind) => (of(kind) < of(least) ? kind : least));
}
