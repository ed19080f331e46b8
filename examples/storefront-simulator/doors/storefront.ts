import { setTimeout as sleep } from 'node:timers/promises';
import {
  CartwiseCallError,
  type CartwiseClient,
  type Decision,
} from '../../../clients/typescript/src/index.ts';
import type { ShopItem } from '../catalogue/shop-item.ts';
import type { Options } from '../options.ts';
import type { LabelPhases } from '../labels/label-phases.ts';
import type { FraudulentOrder, LateLabels } from '../labels/late-labels.ts';
import type { AttackLog } from '../report/attack-log.ts';
import { HitRate } from '../report/hit-rate.ts';
import { Latency } from '../report/latency.ts';
import type { StorefrontEvent, Visitor } from '../traffic/storefront-event.ts';
import type { Sending, Shown, World } from '../traffic/world.ts';
import type { EventSender } from './event-sender.ts';
import type { TrendingList } from './trending-list.ts';

/** A page waits no longer for its recommendations, and a checkout no longer for a score. */
const PAGE_DEADLINE_MS = 1_000;
/** What a request may exclude. */
const EXCLUDED_MAX = 1_000;
/** After a duplicate's first copy has been answered. */
const DUPLICATE_AFTER_MS = 2_000;

export interface Calls {
  answered: number;
  /** Without an answer in time; the shop went on without. */
  failed: number;
}

/** The simulated shop: what its pages and its checkout ask Cartwise. */
export class Storefront implements World {
  isClosing = false;
  readonly hits = new HitRate();
  readonly recommendLatency = new Latency();
  readonly scoreLatency = new Latency();
  readonly recommendCalls: Calls = { answered: 0, failed: 0 };
  readonly scoreCalls: Calls = { answered: 0, failed: 0 };
  readonly strategies = new Map<string, number>();
  firstFailure: string | undefined;
  private readonly seen = new Map<number, Set<string>>();
  private readonly later = new Set<Promise<void>>();
  private readonly acknowledged = new Map<string, number>();

  constructor(
    readonly run: string,
    private readonly options: Pick<Options, 'seed' | 'pace'>,
    readonly items: ReadonlyMap<string, ShopItem>,
    readonly tastes: readonly (readonly string[])[],
    readonly attacks: AttackLog,
    private readonly doors: {
      readonly cartwise: CartwiseClient;
      readonly sender: EventSender;
      readonly trending: TrendingList;
    },
    private readonly labels: {
      readonly phases: LabelPhases;
      /** Undefined where none ever come. */
      readonly late: LateLabels | undefined;
    },
  ) {}

  get seed(): number {
    return this.options.seed;
  }

  seenBy(shopper: number): Set<string> {
    const seen = this.seen.get(shopper) ?? new Set();
    this.seen.set(shopper, seen);
    return seen;
  }

  send(event: StorefrontEvent, { skewMs = 0, lateMs = 0, twice = false }: Sending = {}): void {
    const happenedMs = Date.now();
    const enqueue = () =>
      this.doors.sender.enqueue(event, happenedMs, skewMs, () => this.onAcknowledged(event.messageId));
    if (lateMs > 0) this.after(lateMs, enqueue);
    else enqueue();
    if (!twice) return;
    this.after(lateMs + DUPLICATE_AFTER_MS, () => {
      this.doors.sender.counts.repeated += 1;
      enqueue();
    });
  }

  async recommend(visitor: Visitor, limit: number, seen: ReadonlySet<string>): Promise<Shown | undefined> {
    const { userId = '', anonymousId } = visitor;
    const excludeItemIds = [...seen].slice(-EXCLUDED_MAX);
    const request = { userId, anonymousId, limit, excludeItemIds, placement: 'product page' };
    const reply = await this.call(this.recommendCalls, this.recommendLatency, () =>
      this.doors.cartwise.recommendations.recommend(request, { deadlineMs: PAGE_DEADLINE_MS }),
    );
    if (reply === undefined) return undefined;
    this.strategies.set(reply.strategy, (this.strategies.get(reply.strategy) ?? 0) + 1);
    return { recommendationId: reply.recommendationId, itemIds: reply.items.map(({ itemId }) => itemId) };
  }

  trending(limit: number, seen: ReadonlySet<string>): readonly string[] {
    return this.doors.trending.without(seen, limit);
  }

  async scoreOrder(order: Parameters<World['scoreOrder']>[0]): Promise<Decision | undefined> {
    const reply = await this.call(this.scoreCalls, this.scoreLatency, () =>
      this.doors.cartwise.fraud.scoreOrder(order, { deadlineMs: PAGE_DEADLINE_MS }),
    );
    if (reply !== undefined) this.labels.phases.scoredBy(reply.modelVersion);
    return reply?.decision;
  }

  fraudTaken(order: FraudulentOrder): void {
    this.labels.late?.orderTaken(order);
  }

  pause(ms: number): Promise<void> {
    return sleep(ms / this.options.pace);
  }

  /** From now on a visitor leaves after the page in hand. */
  close(): void {
    this.isClosing = true;
  }

  /** When an event that may raise an alert was acknowledged, by this process's clock. */
  acknowledgedAt(messageId: string): number | undefined {
    return this.acknowledged.get(messageId);
  }

  /** Only attacks raise alerts worth timing; theirs are few. */
  private onAcknowledged(messageId: string): void {
    if (!this.attacks.isOfAttack(messageId) || this.acknowledged.has(messageId)) return;
    this.acknowledged.set(messageId, performance.now());
  }

  /** Resolves when what was held back has been handed over. */
  async settle(): Promise<void> {
    await Promise.all(this.later);
  }

  private after(ms: number, work: () => void): void {
    const waiting = this.pause(ms).then(() => {
      work();
      this.later.delete(waiting);
    });
    this.later.add(waiting);
  }

  private async call<T>(calls: Calls, latency: Latency, ask: () => Promise<T>): Promise<T | undefined> {
    const beganMs = performance.now();
    try {
      const reply = await ask();
      latency.record(performance.now() - beganMs);
      calls.answered += 1;
      return reply;
    } catch (error) {
      if (!(error instanceof CartwiseCallError)) throw error;
      calls.failed += 1;
      this.firstFailure ??= `${error.status}: ${error.message}`;
      return undefined;
    }
  }
}
