/** An item's weight as it was at a time; it halves each half-life after that. */
interface DecayedCount {
  weight: number;
  asOfMs: number;
}

/** Item weights that halve each half-life, for a bounded number of items. */
export class DecayedCounts {
  private readonly counts = new Map<string, DecayedCount>();

  constructor(
    private readonly halfLifeMs: number,
    /** Above it, the lighter half is forgotten. */
    private readonly itemsMax: number,
  ) {}

  get size(): number {
    return this.counts.size;
  }

  /** Adds a weight that fell at a time; a late one counts for what would be left of it by now. */
  add(itemId: string, weight: number, atMs: number): void {
    const count = this.counts.get(itemId);
    if (count === undefined) {
      this.counts.set(itemId, { weight, asOfMs: atMs });
      if (this.counts.size > this.itemsMax) this.forgetLighterHalf(atMs);
      return;
    }
    const asOfMs = Math.max(count.asOfMs, atMs);
    count.weight = this.decay(count.weight, asOfMs - count.asOfMs) + this.decay(weight, asOfMs - atMs);
    count.asOfMs = asOfMs;
  }

  /** The k heaviest as of a time, heaviest first. */
  top(k: number, nowMs: number): readonly { readonly itemId: string; readonly weight: number }[] {
    return [...this.counts]
      .map(([itemId, count]) => ({ itemId, weight: this.decay(count.weight, nowMs - count.asOfMs) }))
      .sort((a, b) => b.weight - a.weight)
      .slice(0, k);
  }

  private decay(weight: number, ageMs: number): number {
    return weight * 2 ** (-ageMs / this.halfLifeMs);
  }

  private forgetLighterHalf(nowMs: number): void {
    const kept = new Set(this.top(this.itemsMax / 2, nowMs).map(({ itemId }) => itemId));
    for (const itemId of this.counts.keys()) if (!kept.has(itemId)) this.counts.delete(itemId);
  }
}
