import type { ChampionRecord } from '#contracts';
import type { ArtifactFiles } from '#ml';
import type { ServingModel } from '../models/serving-model.ts';

/** A model that is loaded, and what to do when nobody asks it any more. */
export interface HostedModel extends ServingModel {
  /** Frees its memory once the requests that began on it have ended. */
  release(): void;
}

/** Where models live. Adapters: ThreadedRecommenders, and one for tests; both pass recommender-host.spec.ts. */
export interface RecommenderHost {
  /** Loads a version, checks that it is the published one, and tries it. Rejects when it must not serve. */
  open(champion: ChampionRecord, files: ArtifactFiles): Promise<HostedModel>;
  /** Called when every model that was open is gone: they have to be opened again. */
  onLost(listener: () => void): void;
}

export const RECOMMENDER_HOST = Symbol('RecommenderHost');
