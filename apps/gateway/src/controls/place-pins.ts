import type { Placed } from './explore.ts';
import type { Pin } from './controls.ts';

/**
 * A page with the pinned items at their positions and the list around them. `before` items stood on earlier pages; a
 * pin whose position is past the end of a list that ran out stands at its end.
 */
export function placePins(
  list: readonly Placed[],
  pins: readonly Pin[],
  before: number,
  limit: number,
): readonly Placed[] {
  if (pins.length === 0) return list.slice(0, limit);
  const waiting = pins.toSorted((a, b) => a.position - b.position);
  const rest = [...list];
  const page: Placed[] = [];
  while (page.length < limit && (waiting.length > 0 || rest.length > 0)) {
    const [pin] = waiting;
    if (pin !== undefined && (pin.position <= before + page.length + 1 || rest.length === 0)) {
      waiting.shift();
      page.push(placedPin(pin));
    } else {
      const next = rest.shift();
      if (next !== undefined) page.push(next);
    }
  }
  return page;
}

const placedPin = ({ itemId }: Pin): Placed => ({ itemId, score: 0, source: 'pin', propensity: 1 });
