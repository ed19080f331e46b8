import { principalComponents } from '../preprocessing/principal-components.ts';
import { Random } from '../random.ts';

/** More points than this cover each other. */
const ITEMS_MOST = 2_000;
const SEED = 1;

export interface MappedItem {
  readonly itemId: string;
  readonly x: number;
  readonly y: number;
}

/** Item vectors on their first two principal components. */
export interface ItemMap {
  readonly items: readonly MappedItem[];
  /** Share of the vectors' variance along x and along y. */
  readonly explained: readonly number[];
}

/** Maps the first ITEMS_MOST items, which are the most frequent ones; `vectors` is [items, dimension]. */
export function itemMap(itemIds: readonly string[], vectors: Float32Array, dimension: number): ItemMap {
  const length = Math.min(ITEMS_MOST, itemIds.length);
  const { points, explained } = principalComponents(
    vectors.subarray(0, length * dimension),
    dimension,
    2,
    new Random(SEED),
  );
  const items = itemIds
    .slice(0, length)
    .map((itemId, i) => ({ itemId, x: points[2 * i] ?? 0, y: points[2 * i + 1] ?? 0 }));
  return { items, explained };
}
