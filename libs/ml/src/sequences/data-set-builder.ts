import { invert } from './corpus.ts';
import type { RecommenderDataSet } from './data-set.ts';
import { groupInteractions } from './group-interactions.ts';
import { sliceInteractions, type InteractionSequence } from './history.ts';
import { InteractionColumns } from './interaction-columns.ts';
import { INTERACTION_KINDS, type Interaction } from './interaction.ts';

/** Newest interactions kept of one owner: nobody shops more; a crawler or a shared till might. */
const OWNER_INTERACTIONS_MAX = 2_000;

/** Collects interactions, in any order, into a data set. Of equal times the order of adding is kept. */
export class DataSetBuilder {
  private readonly itemIndex = new Map<string, number>();
  private readonly ownerIndex = new Map<string, number>();
  private readonly columns = new InteractionColumns();

  /** `owner` is the profile key of the shopper. */
  add(owner: string, { itemId, kind, timeMs }: Interaction): void {
    this.columns.push(
      indexIn(this.ownerIndex, owner),
      indexIn(this.itemIndex, itemId),
      INTERACTION_KINDS.indexOf(kind),
      timeMs,
    );
  }

  build(): RecommenderDataSet {
    const placesOf = this.newestPlaces();
    const { itemIds, indexOf } = this.vocabulary(placesOf);
    const kept = placesOf.reduce((sum, places) => sum + places.length, 0);
    // All sequences are views of four arrays: an array of its own would cost each more than what is in it.
    const all = {
      items: new Int32Array(kept),
      kinds: new Uint8Array(kept),
      timesMs: new Float64Array(kept),
      groups: new Int32Array(kept),
    };
    const sequences: InteractionSequence[] = [];
    let [at, fromMs, lastMs] = [0, Infinity, -Infinity];
    for (const owner of [...this.ownerIndex.keys()].sort()) {
      const history = this.historyAt(placesOf[this.ownerIndex.get(owner) ?? 0] ?? new Int32Array(0), indexOf);
      const end = at + history.items.length;
      all.items.set(history.items, at);
      all.kinds.set(history.kinds, at);
      all.timesMs.set(history.timesMs, at);
      all.groups.set(history.groups, at);
      sequences.push({ owner, ...sliceInteractions(all, at, end) });
      fromMs = Math.min(fromMs, all.timesMs[at] ?? Infinity);
      lastMs = Math.max(lastMs, all.timesMs[end - 1] ?? -Infinity);
      at = end;
    }
    if (at === 0) return { itemIds, sequences, interactions: 0, dataFromMs: 0, dataUntilMs: 0 };
    return { itemIds, sequences, interactions: at, dataFromMs: fromMs, dataUntilMs: lastMs + 1 };
  }

  /** Of each owner, by number: the places of the newest interactions, oldest first. */
  private newestPlaces(): readonly Int32Array[] {
    const { owners, timesMs, length } = this.columns;
    const { starts, places } = invert(owners.subarray(0, length), this.ownerIndex.size);
    return Array.from(this.ownerIndex.values(), (owner) => {
      // Sorted in place, and stable: of equal times the order of adding stays.
      const own = places.subarray(starts[owner], starts[owner + 1]);
      return own.sort((a, b) => (timesMs[a] ?? 0) - (timesMs[b] ?? 0)).subarray(-OWNER_INTERACTIONS_MAX);
    });
  }

  private historyAt(places: Int32Array, indexOf: Int32Array): ReturnType<typeof groupInteractions> {
    const { items, kinds, timesMs } = this.columns;
    return groupInteractions({
      items: places.map((place) => indexOf[items[place] ?? 0] ?? 0),
      kinds: Uint8Array.from(places, (place) => kinds[place] ?? 0),
      timesMs: Float64Array.from(places, (place) => timesMs[place] ?? 0),
    });
  }

  /** Ids by falling count, ties by id; `indexOf` goes from the order of arrival to that one. */
  private vocabulary(placesOf: readonly Int32Array[]): {
    readonly itemIds: readonly string[];
    readonly indexOf: Int32Array;
  } {
    const counts = new Float64Array(this.itemIndex.size);
    for (const places of placesOf) {
      for (const place of places) {
        const item = this.columns.items[place] ?? 0;
        counts[item] = (counts[item] ?? 0) + 1;
      }
    }
    const ranked = [...this.itemIndex].sort(
      ([idA, a], [idB, b]) => (counts[b] ?? 0) - (counts[a] ?? 0) || (idA < idB ? -1 : 1),
    );
    const indexOf = new Int32Array(this.itemIndex.size);
    for (const [rank, [, arrival]] of ranked.entries()) indexOf[arrival] = rank;
    return { itemIds: ranked.map(([id]) => id), indexOf };
  }
}

/** The number of a name; a new one gets the next number. */
function indexIn(indices: Map<string, number>, name: string): number {
  const known = indices.get(name);
  if (known !== undefined) return known;
  indices.set(name, indices.size);
  return indices.size - 1;
}
