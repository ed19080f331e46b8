import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { ShopId } from '#contracts';
import { Database, OrderVectorStore, type OrderVectorRow } from '#database';
import { CLOCK, LOGGER, type Clock, type Logger } from '#service';
import { AnomalyMetrics } from '../anomaly-metrics.ts';
import type { Checkout } from '../scoring/checkout.ts';
import type { Judgement } from '../scoring/order-judge.ts';
import { orderVector } from './order-vector.ts';

/** Written together: a checkout does not wait for it. */
const WRITE_EVERY_MS = 200;
const WRITE_MAX = 1_000;
/** A few megabytes. With a database that is down what comes beyond is not kept, and counted. */
const WAITING_MAX = 10_000;

export interface DecidedCheckout {
  readonly shopId: ShopId;
  readonly checkout: Checkout;
  /** Of the newest batch of events counted. */
  readonly position: number;
}

/**
 * Keeps what orders at checkout were judged by, soon after the answer. What a process that is killed has not written yet is
 * lost with it: at most a moment's; the order's own event is kept in the transaction that counts it.
 */
@Injectable()
export class CheckoutVectors implements BeforeApplicationShutdown {
  private waiting: OrderVectorRow[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly store: OrderVectorStore,
    private readonly metrics: AnomalyMetrics,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  add({ shopId, checkout, position }: DecidedCheckout, judgement: Judgement): void {
    const { orderId, timeMs, order } = checkout;
    const vector = orderVector({ shopId, orderId, eventId: '', orderTimeMs: timeMs }, judgement);
    if (vector === undefined) return;
    if (this.waiting.length >= WAITING_MAX) {
      this.metrics.countVectorsLost(1);
      return;
    }
    this.waiting.push({ ...vector, decidedAtMs: this.clock(), position, checkout: order });
    this.timer ??= setTimeout(() => {
      this.write();
    }, WRITE_EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.write();
    await this.writing;
  }

  private write(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing.then(() => this.writeAll());
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const rows = this.waiting.splice(0, WRITE_MAX);
      try {
        await this.store.append(this.database, rows);
      } catch (err) {
        this.metrics.countVectorsLost(rows.length);
        this.logger.warn({ err, lost: rows.length }, 'what orders were judged by could not be kept');
      }
    }
  }
}
