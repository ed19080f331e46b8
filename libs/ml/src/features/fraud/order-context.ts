import type { ComponentFacts } from './component/component-facts.ts';
import type { EntityKind } from './entities.ts';
import type { Order } from './order.ts';
import { COUNTERS, type Counter, type VelocityAggregate } from './velocity-aggregate.ts';
import { allWindowSums, WINDOW_NAMES, type VelocityWindow } from './velocity-window.ts';

/** What was counted of the order's own entities before this order, and of the component that they would make. */
export type Aggregates = Readonly<Partial<Record<EntityKind, VelocityAggregate>>> & {
  readonly component?: ComponentFacts;
};

/** An order at a moment with what was known of its entities. The sums of an entity are made once, whoever asks. */
export class OrderContext {
  private readonly sums: Partial<Record<EntityKind, Float64Array>> = {};

  constructor(
    readonly order: Order,
    readonly aggregates: Aggregates,
    /** The moment of the order: windows end here; ms since 1970. */
    readonly nowMs: number,
  ) {}

  /** What `counted` names; 0 for an entity the order does not name, or that was never seen. */
  count(kind: EntityKind, counted: Counted): number {
    const aggregate = this.aggregates[kind];
    if (aggregate === undefined) return 0;
    return (this.sums[kind] ??= allWindowSums(aggregate, this.nowMs))[counted] ?? 0;
  }
}

/** Place of a counter's sum over a window among the sums of an entity. */
export type Counted = number & { readonly '': 'Counted' };

/** Looked up once, when a feature is defined. */
export function counted(counter: Counter, window: VelocityWindow): Counted {
  return (WINDOW_NAMES.indexOf(window) * COUNTERS.length + COUNTERS.indexOf(counter)) as Counted;
}
