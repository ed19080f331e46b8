import { unitOf } from '../../traffic/unit-of.ts';

const SALT = { half: 91, change: 92, user: 93, changing: 94 } as const;
const MINUTE_S = 60;
/** As of a shop with some hundred events a second. */
export const CHANGES_PER_SECOND = 100;

/** Number of the change that is due at a time. A minute's worth was due when the shop opened, at `startMs`. */
export const changesBy = (startMs: number, nowMs: number): number =>
  Math.floor(CHANGES_PER_SECOND * (MINUTE_S + Math.max(0, nowMs - startMs) / 1000));

/** Whose profile a change is of. */
export const changingUser = (change: number, users: number): number =>
  activeUser(unitOf(change, SALT.changing), users);

/**
 * Who asks: every other request comes from a shopper whose profile changed within the last minute, the others from
 * anyone.
 */
export function askingUser(sequence: number, users: number, startMs: number, nowMs: number): number {
  const unit = unitOf(sequence, SALT.user);
  if (unitOf(sequence, SALT.half) < 0.5) return activeUser(unit, users);
  const newest = changesBy(startMs, nowMs);
  return changingUser(newest - 1 - Math.floor(CHANGES_PER_SECOND * MINUTE_S * unit), users);
}

/** Some shoppers come more often than others: the most active tenth makes about half of the visits. */
const activeUser = (unit: number, users: number): number => Math.floor(users * unit ** 3);
