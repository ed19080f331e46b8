import type { ArtifactFiles } from '#ml';
import type { Clock } from '#service';
import { openRecommender, TRENDING_MAX, type LocalRecommender } from '../recommenders/open-recommender.ts';
import type { HostedModel, PublishedVersion, RecommenderHost } from '../recommenders/recommender-host.ts';

/** Models in the thread of the test. */
export class InlineRecommenders implements RecommenderHost {
  constructor(
    private readonly load: (files: ArtifactFiles) => LocalRecommender,
    private readonly clock: Clock,
  ) {}

  async open(champion: PublishedVersion, files: ArtifactFiles): Promise<HostedModel> {
    const opened = openRecommender(champion, files, this.load, this.clock());
    const { recommender } = opened;
    const changes = new Map<string, number>();
    return {
      version: champion.version,
      recommender: Object.assign(recommender, { changesOf: (itemId: string) => changes.get(itemId) ?? 0 }),
      get trending() {
        return [...recommender.trending(TRENDING_MAX)];
      },
      learnsFromMs: recommender.learnsFromMs,
      learn: async (interactions) => {
        for (const item of recommender.learn(interactions).changed) {
          const itemId = recommender.itemIds[item] ?? '';
          changes.set(itemId, (changes.get(itemId) ?? 0) + 1);
        }
      },
      release: () => undefined,
    };
  }

  onLost(): void {
    // They go when the process goes.
  }
}
