import type { Bucket } from './velocity-aggregate.ts';

/**
 * Adds to the bucket of `index` and lets go of those before `oldest`; late observations find their place. `added` is
 * parallel to COUNTERS, undefined where there is nothing to add.
 */
export function foldBuckets(
  buckets: readonly Bucket[],
  index: number,
  added: readonly number[] | undefined,
  { oldest }: { readonly oldest: number },
): readonly Bucket[] {
  const kept = withoutOld(buckets, oldest);
  if (added === undefined || index < oldest) return kept;
  const at = placeOf(kept, index);
  const same = kept[at];
  return same?.index === index
    ? kept.with(at, { index, counts: same.counts.map((count, i) => count + (added[i] ?? 0)) })
    : kept.toSpliced(at, 0, { index, counts: added });
}

function withoutOld(buckets: readonly Bucket[], oldest: number): readonly Bucket[] {
  const first = buckets[0];
  // Nearly always nothing has become too old since the last observation.
  if (first === undefined || first.index >= oldest) return buckets;
  return buckets.filter(({ index }) => index >= oldest);
}

/** Where the bucket is or belongs; from the end, where most observations go. */
function placeOf(buckets: readonly Bucket[], index: number): number {
  let at = buckets.length;
  while (at > 0 && (buckets[at - 1]?.index ?? -Infinity) >= index) at -= 1;
  return at;
}
