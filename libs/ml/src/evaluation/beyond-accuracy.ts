import type { ItemRecord } from './item-record.ts';

/** Lists that diversity is averaged over, taken evenly: each costs a pass over the owners of its items. */
const DIVERSITY_LISTS_MOST = 300;

/** The share of the catalogue that stands in any of the lists (Herlocker et al. 2004); 0 of an empty catalogue. */
export function catalogueCoverage(lists: readonly Int32Array[], itemCount: number): number {
  const shown = new Set<number>();
  for (const list of lists) for (const item of list) shown.add(item);
  return itemCount === 0 ? 0 : shown.size / itemCount;
}

/**
 * Mean self-information of the items of a list, in bits: the mean of -log2 p(i), where p(i) is the item's share of the
 * past interactions (Zhou et al. 2010; Vargas and Castells 2011). An item never seen counts as seen once. NaN of an
 * empty list.
 */
export function selfInformation(list: Int32Array, { counts, interactions }: ItemRecord): number {
  const bits = list.reduce((sum, item) => sum + Math.log2(interactions / Math.max(1, counts[item] ?? 0)), 0);
  return bits / list.length;
}

/**
 * Intra-list diversity (Ziegler et al. 2005): the mean over the pairs of a list of 1 - cosine, where the cosine is of the
 * sets of shoppers who had each item in the past: |A and B| / sqrt(|A| |B|), 0 where nobody had one. NaN with fewer than
 * two items.
 */
export function intraListDiversity(list: Int32Array, { owners, ownerCount }: ItemRecord): number {
  const marked = new Uint8Array(ownerCount);
  let [similarity, pairs] = [0, 0];
  for (const [place, item] of list.entries()) {
    const own = owners[item] ?? new Int32Array();
    for (const owner of own) marked[owner] = 1;
    for (const other of list.subarray(place + 1)) {
      const theirs = owners[other] ?? new Int32Array();
      let both = 0;
      for (const owner of theirs) both += marked[owner] ?? 0;
      if (both > 0) similarity += both / Math.sqrt(own.length * theirs.length);
      pairs++;
    }
    for (const owner of own) marked[owner] = 0;
  }
  return 1 - similarity / pairs;
}

/** The mean of intraListDiversity over the lists of two items or more; over DIVERSITY_LISTS_MOST of them at most. */
export function meanDiversity(lists: readonly Int32Array[], record: ItemRecord): number {
  const long = lists.filter(({ length }) => length > 1);
  const every = Math.ceil(long.length / DIVERSITY_LISTS_MOST);
  const looked = long.filter((_, i) => i % every === 0);
  return looked.reduce((sum, list) => sum + intraListDiversity(list, record), 0) / looked.length;
}
