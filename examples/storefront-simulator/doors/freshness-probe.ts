import { setTimeout as sleep } from 'node:timers/promises';
import { Strategy, type CartwiseClient } from '../../../clients/typescript/src/index.ts';
import { Latency } from '../report/latency.ts';
import { pick, type Random } from '../random.ts';
import { product, track } from '../traffic/storefront-event.ts';
import type { World } from '../traffic/world.ts';
import type { EventSender } from './event-sender.ts';

/** Those that use what the shopper looked at. */
const OWN_STRATEGIES: ReadonlySet<Strategy> = new Set([
  Strategy.STRATEGY_PERSONAL,
  Strategy.STRATEGY_SESSION,
  Strategy.STRATEGY_ITEM_TO_ITEM,
]);
const PAUSE_MS = 500;
const POLL_MS = 5;
const WAIT_MS_MAX = 10_000;
const USER_AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/**
 * One new shopper after the other looks at an item; from its acknowledgement on, recommendations are asked for until
 * one is made from a profile that has it.
 */
export class FreshnessProbe {
  readonly latency = new Latency();
  /** Not reflected within 10 s. */
  late = 0;
  private number = 0;

  constructor(
    private readonly world: World,
    private readonly doors: { readonly cartwise: CartwiseClient; readonly sender: EventSender },
    private readonly random: Random,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.probe(signal);
      await sleep(PAUSE_MS);
    }
  }

  private async probe(signal: AbortSignal): Promise<void> {
    const userId = `${this.world.run}-probe-${this.number++}`;
    const item = this.world.items.get(pick(this.random, pick(this.random, this.world.tastes)));
    if (item === undefined) return;
    const visitor = {
      userId,
      anonymousId: `${userId}-visitor`,
      deviceId: userId,
      ip: '192.0.2.1',
      userAgent: USER_AGENT,
    };
    const event = track(visitor, `${userId}-event`, 'Product Viewed', product(item));
    await new Promise<void>((resolve) => this.doors.sender.enqueue(event, Date.now(), 0, resolve));
    const acknowledgedMs = performance.now();
    while (!signal.aborted) {
      const isReflected = await this.isReflected(userId);
      const tookMs = performance.now() - acknowledgedMs;
      if (isReflected) return this.latency.record(tookMs);
      if (tookMs > WAIT_MS_MAX) {
        this.late += 1;
        return;
      }
      await sleep(POLL_MS);
    }
  }

  /** Whether a recommendation is made for this shopper, not the same one for everyone. */
  private async isReflected(userId: string): Promise<boolean> {
    try {
      const reply = await this.doors.cartwise.recommendations.recommend({ userId, limit: 10 });
      return reply.profileVersion > 0 && OWN_STRATEGIES.has(reply.strategy);
    } catch {
      // The service stopped; the probe goes on waiting.
      return false;
    }
  }
}
