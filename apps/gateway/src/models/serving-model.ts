import type { ModelVersionId } from '#contracts';
import type { ServingRecommender } from '#ml';
import type { Candidate } from '../recommendation/candidate.ts';

/** What the gateway asks of a model; calls are synchronous. */
export type Recommender = Pick<
  ServingRecommender,
  'itemIds' | 'has' | 'recommend' | 'score' | 'similar' | 'boughtTogether' | 'trending'
>;

/** A model version that passed its checks. A request takes it once and ends on it, whatever is promoted meanwhile. */
export interface ServingModel {
  readonly version: ModelVersionId;
  readonly recommender: Recommender;
  /** The model's own trending list, the same for everyone, best first. */
  readonly trending: readonly Candidate[];
}
