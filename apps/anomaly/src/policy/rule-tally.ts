import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Counter, type Registry } from 'prom-client';
import type { ShopId } from '#contracts';
import { RuleCountStore, type RuleFirings } from '#database';
import { CLOCK, LOGGER, METRICS, RepeatedWork, type Clock, type Logger } from '#service';
import type { Assessment } from '../decision/assessment.ts';
import type { Firing } from '../rules/rule-set.ts';

/** How often the counts are written down. */
const FLUSH_MS = 5_000;
const DAY_MS = 86_400_000;

/** Counts how often rules hold: a metric at once, the stored counts every few seconds. A crash loses those of seconds. */
@Injectable()
export class RuleTally implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly fired: Counter<'shop' | 'rule' | 'mode' | 'changed'>;
  /** Since they were written down; one for each rule of a shop that held. */
  private waiting = new Map<string, RuleFirings>();
  private forgottenAtMs = 0;
  private readonly flushing = new RepeatedWork(FLUSH_MS, () => this.flush());

  constructor(
    private readonly store: RuleCountStore,
    @Inject(METRICS) registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.fired = new Counter({
      name: 'cartwise_anomaly_rules_fired_total',
      help: 'Rules that held; of those in shadow, whether the decision would have been another with them',
      labelNames: ['shop', 'rule', 'mode', 'changed'],
      registers: [registry],
    });
  }

  onApplicationBootstrap(): void {
    this.flushing.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flushing.finish();
  }

  count(shopId: ShopId, { live }: Firing, { decision, shadow }: Assessment): void {
    for (const { code } of live) this.add(shopId, code, 'live', false);
    for (const rule of shadow) this.add(shopId, rule.code, 'shadow', rule.decision !== decision);
  }

  private add(shopId: ShopId, code: string, mode: 'live' | 'shadow', isChanged: boolean): void {
    this.fired.inc({ shop: shopId, rule: code, mode, changed: String(isChanged) });
    const key = `${shopId}/${code}`;
    const before = this.waiting.get(key);
    this.waiting.set(key, {
      shopId,
      code,
      fired: (before?.fired ?? 0) + 1,
      changed: (before?.changed ?? 0) + (isChanged ? 1 : 0),
    });
  }

  private async flush(): Promise<void> {
    if (this.waiting.size === 0) return;
    const nowMs = this.clock();
    const firings = [...this.waiting.values()];
    this.waiting = new Map();
    try {
      await this.store.add(firings, nowMs);
      // The first of a day takes with it what nobody asks for any more.
      if (nowMs - this.forgottenAtMs < DAY_MS) return;
      await this.store.forgetOld(nowMs);
      this.forgottenAtMs = nowMs;
    } catch (err) {
      // What they are for is a rough picture; what would pile up while the database is down is not.
      this.logger.warn({ err }, 'counts of rules could not be written down');
    }
  }
}
