import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ComponentFacts } from './component-facts.ts';
import { EntityGraph, MEMBERS_MAX, type KnownComponents } from './entity-graph.ts';

type Tie = readonly [string, string];

const anyTies: fc.Arbitrary<readonly Tie[]> = fc.array(
  fc.tuple(fc.stringMatching(/^u[0-9]$/), fc.stringMatching(/^c[0-9]$/)),
  { maxLength: 40 },
);

/** Each tie once, as the first time it was seen. */
const distinct = (ties: readonly Tie[]) => [...new Map(ties.map((tie) => [tie.join(), tie])).values()];

function graphOf(ties: readonly Tie[]): EntityGraph {
  const graph = new EntityGraph();
  const seen = new Set<string>();
  for (const [a, b] of ties) {
    graph.tie(a, b, !seen.has(`${a} ${b}`));
    seen.add(`${a} ${b}`);
  }
  return graph;
}

/** The component of an entity over all ties, found by walking them. */
function walked(ties: readonly Tie[], from: string): Pick<ComponentFacts, 'size' | 'edges'> {
  const members = new Set([from]);
  for (let before = 0; before < members.size;) {
    before = members.size;
    for (const [a, b] of ties) if (members.has(a) || members.has(b)) members.add(a).add(b);
  }
  return { size: members.size, edges: distinct(ties).filter(([a]) => members.has(a)).length };
}

/** As a store would keep it. */
function saved(graph: EntityGraph, before: KnownComponents): KnownComponents {
  const { joined, merged, components } = graph.changes();
  const members = new Map([...before.members, ...joined]);
  for (const [member, component] of members) members.set(member, merged.get(component) ?? component);
  const all = new Map([...before.components, ...components]);
  for (const gone of merged.keys()) all.delete(gone);
  return { members, components: all };
}

describe('the graph of entities', () => {
  it('knows size and ties of every component, as walking over all ties does', () => {
    fc.assert(
      fc.property(anyTies, (ties) => {
        const graph = graphOf(ties);
        for (const entity of new Set(ties.flat())) {
          expect(graph.together([entity])).toMatchObject(walked(ties, entity));
        }
      }),
    );
  });

  it('is the same in one piece and saved and loaded in between', () => {
    fc.assert(
      fc.property(anyTies, fc.nat(40), (ties, cut) => {
        const all = distinct(ties);
        const first = saved(graphOf(all.slice(0, cut)), { members: new Map(), components: new Map() });
        const second = new EntityGraph(first);
        for (const [a, b] of all.slice(cut)) second.tie(a, b, true);
        const kept = new EntityGraph(saved(second, first));
        for (const entity of new Set(all.flat())) {
          expect(kept.together([entity])).toEqual(graphOf(all).together([entity]));
        }
      }),
    );
  });

  it('adds up what is counted when components become one, and counts an order once', () => {
    const graph = graphOf([
      ['u1', 'c1'],
      ['u2', 'c2'],
    ]);
    graph.count(['u1', 'c1'], 'orders');
    graph.count(['u2'], 'orders');
    graph.count(['u2'], 'frauds');
    expect(graph.together(['u1', 'c2'])).toEqual({ size: 4, edges: 2, orders: 2, frauds: 1 });
    graph.tie('u1', 'c2', true);
    expect(graph.together(['u2'])).toEqual({ size: 4, edges: 3, orders: 2, frauds: 1 });
    expect(graph.together(['stranger'])).toBeUndefined();
  });

  it('lets nobody join what has become too large', () => {
    const graph = new EntityGraph();
    for (let i = 0; i < 2 * MEMBERS_MAX; i++) graph.tie(`u${i}`, 'pick-up point', true);
    expect(graph.together(['pick-up point'])?.size).toBe(MEMBERS_MAX);
    expect(graph.together([`u${2 * MEMBERS_MAX - 1}`])?.size).toBe(1);
  });
});
