import type { ChampionRecord } from '#contracts';
import { artifactSha256, type ArtifactFiles, type ServingRecommender, type Shopper } from '#ml';
import type { Candidate } from '../recommendation/candidate.ts';

/** Enough for the largest reply (200) when a filter drops most of them. */
export const TRENDING_MAX = 1_000;
const SMOKE_SUGGESTIONS = 20;
/** Calls before the first request: by then V8 has compiled the hot loops. */
const WARM_UP_CALLS = 20;

/** A model that must not serve, and why. */
class ModelRefused extends Error {
  override readonly name = 'ModelRefused';
}

/** A recommender that answers at once: one that lives in this thread. */
export interface LocalRecommender extends Pick<
  ServingRecommender,
  'itemIds' | 'has' | 'wasTrainedOn' | 'explain' | 'describe' | 'learn' | 'learnsFromMs'
> {
  recommend(shopper: Shopper, k: number): Iterable<Candidate>;
  rankItems(shopper: Shopper, itemIds: readonly string[]): Iterable<Candidate>;
  similar(itemId: string, k: number): Iterable<Candidate>;
  boughtTogether(itemIds: readonly string[], k: number): Iterable<Candidate>;
  trending(k: number): Iterable<Candidate>;
}

export interface OpenedRecommender<R> {
  readonly recommender: R;
  readonly trending: readonly Candidate[];
}

/** Loads a published version and tries it. Throws ModelRefused or ArtifactError when it must not serve. */
export function openRecommender<R extends LocalRecommender>(
  champion: Pick<ChampionRecord, 'artifactSha256'>,
  files: ArtifactFiles,
  load: (files: ArtifactFiles) => R,
  nowMs: number,
): OpenedRecommender<R> {
  const sha256 = artifactSha256(files);
  if (sha256 !== champion.artifactSha256) {
    throw new ModelRefused(`the artifact's SHA-256 is ${sha256}, published was ${champion.artifactSha256}`);
  }
  const recommender = load(files);
  smoke(recommender, nowMs);
  return { recommender, trending: [...recommender.trending(TRENDING_MAX)] };
}

/** Asks for a newcomer and for a sample shopper, as often as warms the code up. Throws ModelRefused. */
function smoke(recommender: LocalRecommender, nowMs: number): void {
  const items = recommender.itemIds;
  if (items.length === 0) throw new ModelRefused('the model knows no items');
  const newcomer: Shopper = { recent: [], sessionItemIds: [], nowMs };
  expectFinite(recommender, newcomer);
  for (let call = 0; call < WARM_UP_CALLS; call++) {
    const seen = [items[call % items.length], items[(call * 7 + 1) % items.length]].filter(
      (id) => id !== undefined,
    );
    const recent = seen.map((itemId) => ({ itemId, kind: 'view' as const, timeMs: nowMs }));
    expectFinite(recommender, { recent, sessionItemIds: seen.slice(0, 1), nowMs });
  }
}

function expectFinite(recommender: LocalRecommender, shopper: Shopper): void {
  const suggestions = [...recommender.recommend(shopper, SMOKE_SUGGESTIONS)];
  if (suggestions.length === 0) throw new ModelRefused('the model suggests nothing');
  const bad = suggestions.find(({ score }) => !Number.isFinite(score));
  if (bad) throw new ModelRefused(`the model scores item ${bad.itemId} ${bad.score}`);
}
