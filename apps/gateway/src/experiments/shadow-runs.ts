import { Inject, Injectable } from '@nestjs/common';
import type { ShopId } from '#contracts';
import { LOGGER, type Logger } from '#service';
import type { KnownShopper } from '../profiles/known-shopper.ts';
import { ExperimentMetrics } from './experiment-metrics.ts';
import { LiveExperiments } from './live-experiments.ts';

/** As far as lists are compared. */
const COMPARED = 10;
/** At a time: a shadow must not keep lists waiting that are shown. */
const UNDER_WAY_MAX = 1;

/** Has a shadow rank a share of the requests as well, and counts how it differs, how long it takes and how it fails. */
@Injectable()
export class ShadowRuns {
  private underWay = 0;
  private requests = 0;

  constructor(
    private readonly live: LiveExperiments,
    private readonly metrics: ExperimentMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** After the answer; one that comes while another is under way is left out. */
  follow(shopId: ShopId, known: KnownShopper, shown: readonly string[]): void {
    const shadow = this.live.find(shopId, 'shadow');
    if (shadow?.model === undefined || shown.length === 0 || this.underWay >= UNDER_WAY_MAX) return;
    // Evenly: of the n-th request, whether n x share passes a whole number.
    const share = shadow.record.sharePercent / 100;
    this.requests++;
    if (Math.floor(this.requests * share) === Math.floor((this.requests - 1) * share)) return;
    this.underWay++;
    const { recommender } = shadow.model;
    void this.run(shopId, shown, async () => recommender.recommend(known.shopper, COMPARED)).finally(
      () => this.underWay--,
    );
  }

  private async run(
    shop: ShopId,
    shown: readonly string[],
    rank: () => Promise<Iterable<{ readonly itemId: string }>>,
  ): Promise<void> {
    const startedMs = performance.now();
    try {
      const ranked = new Set([...(await rank())].map(({ itemId }) => itemId));
      this.metrics.shadowDurations.observe({ shop }, (performance.now() - startedMs) / 1_000);
      const compared = shown.slice(0, COMPARED);
      const common = compared.filter((itemId) => ranked.has(itemId)).length;
      this.metrics.shadowOverlap.observe({ shop }, common / compared.length);
    } catch (err) {
      this.metrics.shadowErrors.inc({ shop });
      this.logger.warn({ shopId: shop, err }, 'a shadow failed');
    }
  }
}
