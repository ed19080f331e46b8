import { Inject, Injectable } from '@nestjs/common';
import { profileKey, type ExperimentArm, type UserId, type AnonymousId } from '#contracts';
import { CLOCK, ShopDirectory, type Clock } from '#service';
import type { ShopView } from '../recommendation/shop-view.ts';
import { ArmHealthBoard } from './arm-health.ts';
import { armOf, shopperHash } from './assign-arm.ts';
import { ExposureRecorder } from './exposure-recorder.ts';
import { ExperimentMetrics } from './experiment-metrics.ts';
import { LiveExperiments } from './live-experiments.ts';

/** Who asks, as a request names them. */
export interface Identity {
  readonly userId: string;
  readonly anonymousId: string;
}

/** What became of a request. */
export interface Answered {
  readonly recommendationId: string;
  readonly itemIds: readonly string[];
  readonly placement: string;
  readonly failed: boolean;
  readonly ms: number;
}

/** The view a request is answered from, and whom to tell what became of it. */
export interface Assignment {
  readonly view: ShopView;
  readonly told: (answered: Answered) => void;
}

/** Gives each shopper the arm of a running A/B test. Who is not known, and a shop without one, gets the champion. */
@Injectable()
export class ArmChooser {
  constructor(
    private readonly live: LiveExperiments,
    private readonly exposures: ExposureRecorder,
    private readonly health: ArmHealthBoard,
    private readonly metrics: ExperimentMetrics,
    private readonly shops: ShopDirectory,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  assign(view: ShopView, identity: Identity): Assignment {
    const experiment = this.live.find(view.shopId, 'ab');
    const profileId = profileIdOf(identity);
    const hashKey = this.shops.get(view.shopId)?.hashKey;
    if (experiment?.model === undefined || profileId === undefined || hashKey === undefined || !view.model) {
      return { view, told: () => undefined };
    }
    const { experimentId, sharePercent } = experiment.record;
    const hash = shopperHash(hashKey, experimentId, profileId);
    const arm = armOf(hash, sharePercent);
    const model = arm === 'challenger' ? experiment.model : view.model;
    return {
      view: { ...view, model },
      told: (answered) =>
        this.expose(view, { experimentId, hash, arm, modelVersion: model.version }, answered),
    };
  }

  private expose(
    { shopId }: ShopView,
    shown: { experimentId: string; hash: string; arm: ExperimentArm; modelVersion: string },
    { recommendationId, itemIds, placement, failed, ms }: Answered,
  ): void {
    const { experimentId, hash, arm, modelVersion } = shown;
    this.health.add(experimentId, arm, { ms, failed });
    this.metrics.armRequests.inc({ shop: shopId, arm, outcome: failed ? 'failed' : 'answered' });
    this.metrics.armDurations.observe({ shop: shopId, arm }, ms / 1_000);
    this.exposures.add({
      shopId,
      experimentId,
      shopperHash: hash,
      arm,
      modelVersion,
      recommendationId,
      ...(placement === '' ? {} : { placement }),
      itemIds,
      at: this.clock(),
    });
  }
}

function profileIdOf({ userId, anonymousId }: Identity): string | undefined {
  if (userId !== '') return profileKey({ userId: userId as UserId });
  return anonymousId === '' ? undefined : profileKey({ anonymousId: anonymousId as AnonymousId });
}
