/** What is known of a connected component of users, devices, cards and addresses. */
export interface ComponentFacts {
  /** Entities in it. */
  readonly size: number;
  /** Pairs of a user and another entity that were seen together. */
  readonly edges: number;
  readonly orders: number;
  /** Chargebacks of its orders. */
  readonly frauds: number;
}

/** An entity that was never tied to another. */
export const ALONE: ComponentFacts = { size: 1, edges: 0, orders: 0, frauds: 0 };

/** What several would be as one. */
export function togetherOf(components: readonly ComponentFacts[]): ComponentFacts {
  return components.reduce(
    (sum, each) => ({
      size: sum.size + each.size,
      edges: sum.edges + each.edges,
      orders: sum.orders + each.orders,
      frauds: sum.frauds + each.frauds,
    }),
    { size: 0, edges: 0, orders: 0, frauds: 0 },
  );
}
