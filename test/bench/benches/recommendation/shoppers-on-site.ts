import { unitOf } from '../../traffic/unit-of.ts';

const SALT = { half: 91, asking: 92, changing: 93 } as const;
const MINUTE_S = 60;
/** As of a shop with some hundred events a second. */
export const CHANGES_PER_SECOND = 100;
/** Of the users with a history, those who are on the site just now. */
const ON_SITE_SHARE = 0.075;

/** Who is on the site; each of them has been shown a page before. */
export const shoppersOnSite = (users: number): number => Math.floor(users * ON_SITE_SHARE);

/** One of them; they are spread over all users. */
export const onSite = (index: number, users: number): number =>
  (index * Math.floor(1 / ON_SITE_SHARE)) % users;

/** Number of the change that is due at a time. A minute's worth was due when the shop opened, at `startMs`. */
export const changesBy = (startMs: number, nowMs: number): number =>
  Math.floor(CHANGES_PER_SECOND * (MINUTE_S + Math.max(0, nowMs - startMs) / 1000));

/** Whose profile a change is of. */
export const changingUser = (change: number, users: number): number =>
  anyOnSite(unitOf(change, SALT.changing), users);

/**
 * Who asks: every other request comes from a shopper whose profile changed within the last minute, the others from
 * anyone on the site.
 */
export function askingUser(sequence: number, users: number, startMs: number, nowMs: number): number {
  const unit = unitOf(sequence, SALT.asking);
  if (unitOf(sequence, SALT.half) < 0.5) return anyOnSite(unit, users);
  const newest = changesBy(startMs, nowMs);
  return changingUser(newest - 1 - Math.floor(CHANGES_PER_SECOND * MINUTE_S * unit), users);
}

const anyOnSite = (unit: number, users: number): number =>
  onSite(Math.floor(shoppersOnSite(users) * unit), users);
