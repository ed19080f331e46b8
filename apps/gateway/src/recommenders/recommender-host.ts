import type { ChampionRecord } from '#contracts';
import type { ArtifactFiles, OwnedInteraction } from '#ml';
import type { ServingModel } from '../models/serving-model.ts';

/** A model that is loaded, and what to do when nobody asks it any more. */
export interface HostedModel extends ServingModel {
  /** What happened before then it was trained on. */
  readonly learnsFromMs: number;
  /** Takes in what happened since, each interaction once. Resolves when answers follow from it. */
  learn(interactions: readonly OwnedInteraction[]): Promise<void>;
  /** Frees its memory once the requests that began on it have ended. */
  release(): void;
}

/** A version and the hash it was published with. */
export type PublishedVersion = Pick<ChampionRecord, 'version' | 'artifactSha256'>;

/** Where models live. Adapters: ThreadedRecommenders, and one for tests; both pass recommender-host.spec.ts. */
export interface RecommenderHost {
  /** Loads a version, checks that it is the published one, and tries it. Rejects when it must not serve. */
  open(champion: PublishedVersion, files: ArtifactFiles): Promise<HostedModel>;
  /** Called when every model that was open is gone: they have to be opened again. */
  onLost(listener: () => void): void;
}

export const RECOMMENDER_HOST = Symbol('RecommenderHost');
