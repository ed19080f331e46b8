import { hashId } from '../hash-id.ts';
import type { EntityKind } from './entities.ts';
import { LINKED_KINDS } from './linked-kinds.ts';
import type { Observation } from './observation.ts';
import { LINKS_MAX, MINUTE_MS, type Link, type VelocityAggregate } from './velocity-aggregate.ts';

/** Remembers the other entities of an observation with one of its entities, of kind `kind`. */
export function foldLinks(
  links: VelocityAggregate['links'],
  kind: EntityKind,
  { entities, timeMs }: Pick<Observation, 'entities' | 'timeMs'>,
): VelocityAggregate['links'] {
  const folded: Partial<Record<EntityKind, readonly Link[]>> = { ...links };
  for (const linked of LINKED_KINDS[kind]) {
    const id = entities[linked];
    if (id === undefined) continue;
    folded[linked] = foldLink(folded[linked] ?? [], hashId(id), Math.floor(timeMs / MINUTE_MS));
  }
  return folded;
}

/** The newest LINKS_MAX by last sight: a link pushed out comes back only by being newer, so order does not matter. */
function foldLink(links: readonly Link[], hash: number, minute: number): readonly Link[] {
  const known = links.find((link) => link.hash === hash);
  if (known !== undefined && known.lastSeenMinute >= minute) return links;
  const others = links.filter((link) => link.hash !== hash);
  return [...others, { hash, lastSeenMinute: minute }]
    .sort((a, b) => b.lastSeenMinute - a.lastSeenMinute || a.hash - b.hash)
    .slice(0, LINKS_MAX);
}
