import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Counter, type Registry } from 'prom-client';
import type { ExperimentRecord, ShopId } from '#contracts';
import { FraudShadowStore, type ShadowDecisionCount } from '#database';
import { CLOCK, LOGGER, METRICS, RepeatedWork, type Clock, type Logger } from '#service';

/** How often the counts are written down. */
const FLUSH_MS = 5_000;

/** An order, and what two models decided about it: "approve", "review" or "decline". */
export type TwiceDecided = Omit<ShadowDecisionCount, 'orders'>;

/** Counts how models in the shadow decide: a metric at once, the stored counts every few seconds. */
@Injectable()
export class ShadowTally implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly judged: Counter<'shop' | 'champion' | 'challenger'>;
  private readonly skipped: Counter<'shop'>;
  /** By experiment, then by both decisions and the currency: nine at most of each. */
  private waiting = new Map<string, Map<string, ShadowDecisionCount>>();
  private readonly flushing = new RepeatedWork(FLUSH_MS, () => this.flush());

  constructor(
    private readonly store: FraudShadowStore,
    @Inject(METRICS) registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Pick<Logger, 'warn'>,
  ) {
    const registers = [registry];
    this.judged = new Counter({
      name: 'cartwise_fraud_shadow_orders_total',
      help: 'Orders that a fraud model judged in the shadow, by what both models decided',
      labelNames: ['shop', 'champion', 'challenger'],
      registers,
    });
    this.skipped = new Counter({
      name: 'cartwise_fraud_shadow_skipped_total',
      help: 'Orders that the shadow should have judged and did not: too many waited, or it failed',
      labelNames: ['shop'],
      registers,
    });
  }

  onApplicationBootstrap(): void {
    this.flushing.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flushing.finish();
  }

  count({ shopId, experimentId }: ExperimentRecord, order: TwiceDecided): void {
    const { champion, challenger, currency, amountMinor } = order;
    this.judged.inc({ shop: shopId, champion, challenger });
    const counts = this.waiting.get(experimentId) ?? new Map<string, ShadowDecisionCount>();
    const key = `${champion}/${challenger}/${currency}`;
    const before = counts.get(key);
    counts.set(key, {
      ...order,
      orders: (before?.orders ?? 0) + 1,
      amountMinor: (before?.amountMinor ?? 0) + amountMinor,
    });
    this.waiting.set(experimentId, counts);
  }

  countSkipped(shop: ShopId): void {
    this.skipped.inc({ shop });
  }

  private async flush(): Promise<void> {
    const waiting = this.waiting;
    this.waiting = new Map();
    try {
      for (const [experimentId, counts] of waiting) {
        await this.store.add(experimentId, [...counts.values()], this.clock());
      }
    } catch (err) {
      // As of rules: what would pile up while the database is down is worse than counts that lack some seconds.
      this.logger.warn({ err }, 'decisions in the shadow could not be written down');
    }
  }
}
