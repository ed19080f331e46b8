import type { ChampionRecord } from '#contracts';
import type { ArtifactFiles } from '#ml';
import type { Clock } from '#service';
import { openRecommender, type LocalRecommender } from '../recommenders/open-recommender.ts';
import type { HostedModel, RecommenderHost } from '../recommenders/recommender-host.ts';

/** Models in the thread of the test. */
export class InlineRecommenders implements RecommenderHost {
  constructor(
    private readonly load: (files: ArtifactFiles) => LocalRecommender,
    private readonly clock: Clock,
  ) {}

  async open(champion: ChampionRecord, files: ArtifactFiles): Promise<HostedModel> {
    const opened = openRecommender(champion, files, this.load, this.clock());
    return { version: champion.version, ...opened, release: () => undefined };
  }

  onLost(): void {
    // They go when the process goes.
  }
}
