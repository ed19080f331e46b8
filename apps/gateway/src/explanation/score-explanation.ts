import type {
  ScoreExplanation,
  SourceExplanation,
} from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import type { ItemExplanation, NamedSourceSay } from '#ml';
import type { ShopCatalogue } from '../catalogue/shop-catalogue.ts';

type Scored = Extract<ItemExplanation, { kind: 'scored' }>;

/** What the model said, with the titles that the catalogue has now; the sources that say most first. */
export function scoreExplanation(scored: Scored, catalogue: ShopCatalogue): ScoreExplanation {
  const { score, rank, candidates, isCandidate, silence, context, interplay, sources } = scored;
  return {
    score,
    rank,
    candidates,
    isCandidate,
    silence,
    context,
    interplay,
    sources: sources
      .toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
      .map((say) => sourceExplanation(say, catalogue)),
  };
}

function sourceExplanation(
  { becauseOfItemId = '', ...say }: NamedSourceSay,
  catalogue: ShopCatalogue,
): SourceExplanation {
  return { ...say, becauseOfItemId, becauseOfTitle: catalogue.find(becauseOfItemId)?.title ?? '' };
}
