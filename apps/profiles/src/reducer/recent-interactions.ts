import type { Interaction } from '#contracts/generated/cartwise/profile/v1/profile';
import type { ItemSignal } from './item-signals.ts';

/** Next-item models look at the last tens of interactions; 100 keep the row near 2 KB. */
export const RECENT_MAX = 100;

export function recentOf(signals: readonly ItemSignal[], eventTimeMs: number): readonly Interaction[] {
  return keepNewest(signals.map(({ item, kind }) => ({ itemId: item.itemId, kind, eventTimeMs })));
}

/** The newest of both by event time; the same whatever the order of arrival, because the sort order is total. */
export function mergeRecent(
  one: readonly Interaction[],
  other: readonly Interaction[],
): readonly Interaction[] {
  if (other.length === 0) return one;
  if (one.length === 0) return other;
  return keepNewest([...one, ...other]);
}

function keepNewest(interactions: readonly Interaction[]): readonly Interaction[] {
  // Nearly every event tells of one item or none.
  if (interactions.length < 2) return interactions;
  return interactions.toSorted(byTimeThenId).slice(-RECENT_MAX);
}

function byTimeThenId(one: Interaction, other: Interaction): number {
  return (
    one.eventTimeMs - other.eventTimeMs ||
    compareText(one.itemId, other.itemId) ||
    compareText(one.kind, other.kind)
  );
}

/** By code unit: the same on every machine, unlike localeCompare. */
function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
