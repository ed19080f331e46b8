import type { RecommenderDataSet } from './data-set.ts';
import type { InteractionSequence } from './history.ts';
import { INTERACTION_KINDS, type Interaction } from './interaction.ts';
import { groupInteractions } from './group-interactions.ts';

/** Newest interactions kept of one owner: nobody shops more; a crawler or a shared till might. */
const OWNER_INTERACTIONS_MAX = 2_000;
/** The owner's list is cut when it grows to twice the bound, so that adding stays cheap. */
const OWNER_INTERACTIONS_CUT = 2 * OWNER_INTERACTIONS_MAX;

interface Entry {
  readonly item: number;
  readonly kind: number;
  readonly timeMs: number;
}

/** Collects interactions, in any order, into a data set. Of equal times the order of adding is kept. */
export class DataSetBuilder {
  private readonly itemIndex = new Map<string, number>();
  private readonly byOwner = new Map<string, Entry[]>();

  /** `owner` is the profile key of the shopper. */
  add(owner: string, { itemId, kind, timeMs }: Interaction): void {
    const item = this.itemIndex.get(itemId) ?? this.itemIndex.size;
    this.itemIndex.set(itemId, item);
    const entries = this.byOwner.get(owner) ?? [];
    if (entries.length === 0) this.byOwner.set(owner, entries);
    entries.push({ item, kind: INTERACTION_KINDS.indexOf(kind), timeMs });
    if (entries.length > OWNER_INTERACTIONS_CUT) this.byOwner.set(owner, newest(entries));
  }

  build(): RecommenderDataSet {
    const { itemIds, indexOf } = this.vocabulary();
    const sequences: InteractionSequence[] = [];
    let [fromMs, lastMs, interactions] = [Infinity, -Infinity, 0];
    for (const owner of [...this.byOwner.keys()].sort()) {
      const entries = newest(this.byOwner.get(owner) ?? []);
      const history = groupInteractions({
        items: entries.map((entry) => indexOf[entry.item] ?? 0),
        kinds: entries.map((entry) => entry.kind),
        timesMs: entries.map((entry) => entry.timeMs),
      });
      sequences.push({ owner, ...history });
      fromMs = Math.min(fromMs, entries[0]?.timeMs ?? Infinity);
      lastMs = Math.max(lastMs, entries[entries.length - 1]?.timeMs ?? -Infinity);
      interactions += history.items.length;
    }
    if (interactions === 0) return { itemIds, sequences, interactions, dataFromMs: 0, dataUntilMs: 0 };
    return { itemIds, sequences, interactions, dataFromMs: fromMs, dataUntilMs: lastMs + 1 };
  }

  /** Ids by falling count, ties by id; `indexOf` goes from the order of arrival to that one. */
  private vocabulary(): { readonly itemIds: readonly string[]; readonly indexOf: Int32Array } {
    const counts = new Float64Array(this.itemIndex.size);
    for (const entries of this.byOwner.values()) {
      for (const { item } of entries) counts[item] = (counts[item] ?? 0) + 1;
    }
    const ranked = [...this.itemIndex].sort(
      ([idA, a], [idB, b]) => (counts[b] ?? 0) - (counts[a] ?? 0) || (idA < idB ? -1 : 1),
    );
    const indexOf = new Int32Array(this.itemIndex.size);
    for (const [rank, [, arrival]] of ranked.entries()) indexOf[arrival] = rank;
    return { itemIds: ranked.map(([id]) => id), indexOf };
  }
}

function newest(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => a.timeMs - b.timeMs).slice(-OWNER_INTERACTIONS_MAX);
}
