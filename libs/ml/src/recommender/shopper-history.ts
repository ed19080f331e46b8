import { groupInteractions, SESSION_GAP_MS } from '../sequences/group-interactions.ts';
import type { History } from '../sequences/history.ts';
import { INTERACTION_KINDS } from '../sequences/interaction.ts';
import type { Shopper } from './serving-recommender.ts';

/** Newest interactions of a shopper that are looked at: bounds the time of a request. */
const HISTORY_MOST = 1_000;

/**
 * What the models are asked about: the known items of the profile, then the session's. The profile may have taken in
 * part of the running session already: what both know stands once, in the session's order, as the strongest kind.
 */
export function toHistory(shopper: Shopper, indexOf: ReadonlyMap<string, number>): History {
  const { nowMs } = shopper;
  const session = shopper.sessionItemIds.slice(-HISTORY_MOST).flatMap((id) => indexOf.get(id) ?? []);
  const inSession = new Set(session);
  const kindInSession = new Map<number, number>();
  const known = shopper.recent.slice(-HISTORY_MOST).flatMap(({ itemId, kind, timeMs }) => {
    const item = indexOf.get(itemId);
    if (item === undefined) return [];
    const strength = INTERACTION_KINDS.indexOf(kind);
    if (inSession.has(item) && nowMs - timeMs <= SESSION_GAP_MS) {
      kindInSession.set(item, Math.max(strength, kindInSession.get(item) ?? 0));
      return [];
    }
    return [{ item, kind: strength, timeMs }];
  });
  known.sort((a, b) => a.timeMs - b.timeMs);
  for (const item of session) known.push({ item, kind: kindInSession.get(item) ?? 0, timeMs: nowMs });
  const grouped = groupInteractions({
    items: known.map(({ item }) => item),
    kinds: known.map(({ kind }) => kind),
    timesMs: known.map(({ timeMs }) => timeMs),
  });
  return { ...grouped, nowMs };
}
