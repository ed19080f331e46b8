import { ALONE, togetherOf, type ComponentFacts } from './component-facts.ts';

/**
 * Most entities in one component. Beyond it an entity stops joining: what ties more together is a pick-up point or an
 * office, and says nothing of fraud.
 */
export const MEMBERS_MAX = 256;

/** What is known before: of each entity the component it belongs to, and what is known of that. */
export interface KnownComponents {
  readonly members: ReadonlyMap<string, string>;
  readonly components: ReadonlyMap<string, ComponentFacts>;
}

/** What has become of them since. */
export interface ComponentChanges {
  /** Entities that belonged to none, with their component now. */
  readonly joined: ReadonlyMap<string, string>;
  /** Components that are no more, with the one that took them in. */
  readonly merged: ReadonlyMap<string, string>;
  readonly components: ReadonlyMap<string, ComponentFacts>;
}

const NOTHING_KNOWN: KnownComponents = { members: new Map(), components: new Map() };

/**
 * Connected components of entities, kept as things happen and never recomputed: disjoint sets joined by size (Galler and
 * Fischer 1964; Tarjan 1975) with counts that add up. What a batch or a whole history names is in hand; entities are
 * opaque texts, and a component has the name of the entity it began with.
 */
export class EntityGraph {
  private readonly joined = new Map<string, string>();
  private readonly merged = new Map<string, string>();
  private readonly changed = new Map<string, ComponentFacts>();

  constructor(private readonly known: KnownComponents = NOTHING_KNOWN) {}

  /** What the components of these entities would be as one; undefined where none belongs to any. */
  together(entities: readonly string[]): ComponentFacts | undefined {
    const roots = new Set(entities.flatMap((entity) => this.componentOf(entity) ?? []));
    return roots.size === 0 ? undefined : togetherOf([...roots].map((root) => this.factsOf(root)));
  }

  /**
   * Two entities were seen together; `isNew` says whether for the first time. Their components become one unless it were
   * too large.
   */
  tie(entity: string, other: string, isNew: boolean): void {
    const [a, b] = [this.rootOf(entity), this.rootOf(other)];
    const [factsA, factsB] = [this.factsOf(a), this.factsOf(b)];
    if (a === b) {
      if (isNew) this.changed.set(a, { ...factsA, edges: factsA.edges + 1 });
      return;
    }
    if (factsA.size + factsB.size > MEMBERS_MAX) return;
    const [into, from] = factsA.size >= factsB.size ? [a, b] : [b, a];
    const together = togetherOf([factsA, factsB]);
    this.merged.set(from, into);
    this.changed.delete(from);
    this.changed.set(into, { ...together, edges: together.edges + 1 });
  }

  /** Counts an order or a chargeback, once for each component that its entities belong to. */
  count(entities: readonly string[], counted: 'orders' | 'frauds'): void {
    for (const root of new Set(entities.map((entity) => this.rootOf(entity)))) {
      const facts = this.factsOf(root);
      this.changed.set(root, { ...facts, [counted]: facts[counted] + 1 });
    }
  }

  changes(): ComponentChanges {
    const { joined, merged } = this;
    const final = (all: ReadonlyMap<string, string>) =>
      new Map([...all].map(([key, component]) => [key, this.follow(component)]));
    return { joined: final(joined), merged: final(merged), components: this.changed };
  }

  private factsOf(root: string): ComponentFacts {
    return this.changed.get(root) ?? this.known.components.get(root) ?? ALONE;
  }

  private componentOf(entity: string): string | undefined {
    const component = this.joined.get(entity) ?? this.known.members.get(entity);
    return component === undefined ? undefined : this.follow(component);
  }

  /** An entity that belongs to none begins one. */
  private rootOf(entity: string): string {
    const component = this.componentOf(entity);
    if (component !== undefined) return component;
    this.joined.set(entity, entity);
    this.changed.set(entity, ALONE);
    return entity;
  }

  /** To the component that took it in, and that one's, to the end; what was passed points there from now on. */
  private follow(component: string): string {
    let root = component;
    for (let next = this.merged.get(root); next !== undefined; next = this.merged.get(root)) root = next;
    for (let at = component; at !== root;) {
      const next = this.merged.get(at) ?? root;
      this.merged.set(at, root);
      at = next;
    }
    return root;
  }
}
