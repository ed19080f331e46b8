import { createHash } from 'node:crypto';
import { Random } from '#ml';
import type { ShopCatalogue } from '../catalogue/shop-catalogue.ts';
import type { ItemFilter } from '../filter/item-filter.ts';
import type { Candidate } from '../recommendation/candidate.ts';
import { boost } from './boost.ts';
import { capGroups, isCapped } from './cap-groups.ts';
import type { Controls } from './controls.ts';
import { diversify } from './diversify.ts';
import { explore, exploringPlaces, type Placed } from './explore.ts';
import { placePins } from './place-pins.ts';

/** Candidates looked at; as many as the widest list of a model. */
const WIDTH = 300;
/** Exploration draws from at least so many times the items it shows, where there are so many. */
const EXPLORED_FROM = 3;

/** Which page of a list is arranged. */
interface Page {
  readonly limit: number;
  /** Items that stood on the pages before. */
  readonly before: number;
  readonly recommendationId: string;
}

/** How a list that the filter has passed becomes a page. */
export interface Arrangement {
  /** Candidates it looks at, at most. */
  readonly width: number;
  /** Whether these candidates are enough for it to do its work. */
  readonly isEnough: (list: readonly Candidate[]) => boolean;
  readonly arrange: (list: readonly Candidate[]) => readonly Placed[];
}

/**
 * Boosts, then diversity, then maxima, then exploration, then pins; undefined where the shop asks for none of them. A
 * pinned item passes the filter as every other does.
 */
export function arrangement(
  controls: Controls,
  page: Page,
  allows: ItemFilter,
  catalogue: ShopCatalogue,
): Arrangement | undefined {
  if (!isArranged(controls)) return undefined;
  const { boosts = [], diversity = 0, exploration = 0 } = controls;
  const { limit, before, recommendationId } = page;
  const pins = (controls.pins ?? [])
    .filter(({ itemId }) => allows(itemId))
    .toSorted((a, b) => a.position - b.position);
  const pinned = new Set(pins.map(({ itemId }) => itemId));
  const onPage = Math.min(limit, pins.filter(({ position }) => position <= before + limit).length);
  const free = limit - onPage;
  const unpinned = (list: readonly Candidate[]) => list.filter(({ itemId }) => !pinned.has(itemId));
  const cap = isCapped(controls)
    ? (list: readonly Candidate[]) =>
        capBeside([...pinned], onPage, limit, (beside) => capGroups(list, controls, beside, catalogue))
    : uncapped;
  const needed = free + EXPLORED_FROM * exploringPlaces(free, exploration);
  return {
    width: Math.max(WIDTH, limit + pinned.size),
    // What is boosted may come from anywhere in the list.
    isEnough: (list) => boosts.length === 0 && cap(unpinned(list)).length >= needed,
    arrange: (list) => {
      const boosted = boost(unpinned(list), boosts, catalogue);
      // What comes later may move up into a place that a maximum leaves free.
      const reach = cap === uncapped ? needed : boosted.length;
      const ordered = cap(diversify(boosted, diversity, reach, catalogue));
      const explored = explore(ordered, free, exploration, () => randomOf(recommendationId, before));
      return placePins(explored, pins, before, limit);
    },
  };
}

const uncapped = (list: readonly Candidate[]) => list;

/**
 * What `cap` leaves of a list beside the pinned items that share its page, of which there are `onPage` at least: further
 * ones move up where the list runs out.
 */
function capBeside(
  pinned: readonly string[],
  onPage: number,
  limit: number,
  cap: (beside: readonly string[]) => readonly Candidate[],
): readonly Candidate[] {
  const capped = cap(pinned.slice(0, onPage));
  const shown = Math.min(pinned.length, limit - capped.length);
  return shown > onPage ? capBeside(pinned, shown, limit, cap) : capped;
}

const isArranged = (controls: Controls): boolean =>
  (controls.boosts ?? []).length > 0 ||
  (controls.pins ?? []).length > 0 ||
  isCapped(controls) ||
  Boolean(controls.diversity) ||
  Boolean(controls.exploration);

/** The draw of a page can be made again from what the reply says. */
function randomOf(recommendationId: string, before: number): Random {
  const digest = createHash('sha256').update(`${recommendationId} ${before}`).digest();
  return new Random(digest.readUIntBE(0, 6));
}
