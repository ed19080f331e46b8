import type { Strategy } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import type { ItemFilter } from '../filter/item-filter.ts';
import type { Candidate, Tier } from './candidate.ts';

export interface Filled {
  /** At most `limit`, none twice, each allowed by the filter. Scores fall from the first to the last. */
  readonly candidates: readonly Candidate[];
  /** Of the first candidate; undefined when there is none. */
  readonly strategy: Strategy | undefined;
  /** Strategies that threw; the ones after them filled in. */
  readonly failed: readonly { readonly strategy: Strategy; readonly error: unknown }[];
}

/**
 * Fills a reply from the best strategy, and what it leaves open from the next ones. With `isEnough`, `limit` is how far
 * each strategy is looked through, and the next one is asked until there is enough.
 */
export async function fillReply(
  tiers: readonly Tier[],
  allows: ItemFilter,
  limit: number,
  isEnough?: (candidates: readonly Candidate[]) => boolean,
): Promise<Filled> {
  const chosen = new Map<string, Candidate>();
  const failed: { strategy: Strategy; error: unknown }[] = [];
  let best: Strategy | undefined;
  for (const tier of tiers) {
    if (chosen.size >= limit || isEnough?.([...chosen.values()]) === true) break;
    try {
      const taken = take(await tier.candidates(), chosen, allows, limit);
      if (taken > 0) best ??= tier.strategy;
    } catch (error) {
      failed.push({ strategy: tier.strategy, error });
    }
  }
  return { candidates: [...chosen.values()], strategy: best, failed };
}

function take(
  candidates: Iterable<Candidate>,
  chosen: Map<string, Candidate>,
  allows: ItemFilter,
  limit: number,
): number {
  const before = chosen.size;
  const ceiling = [...chosen.values()].at(-1)?.score ?? Number.POSITIVE_INFINITY;
  // Scores of two strategies have two scales: those that follow are moved to begin where the ones before them end.
  let offset: number | undefined;
  for (const candidate of candidates) {
    if (chosen.size >= limit) break;
    if (chosen.has(candidate.itemId) || !allows(candidate.itemId)) continue;
    offset ??= Math.min(0, ceiling - candidate.score);
    // The sum may round to just above the ceiling.
    const score = Math.min(ceiling, candidate.score + offset);
    chosen.set(candidate.itemId, { ...candidate, score });
  }
  return chosen.size - before;
}
