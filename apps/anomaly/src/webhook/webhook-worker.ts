import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { ClaimedDelivery, WebhookStore } from '#database';
import type { Clock, Logger, ShopDirectory } from '#service';
import type { AnomalyMetrics } from '../anomaly-metrics.ts';
import { sendWebhook, type SendOutcome } from './send-webhook.ts';
import { backoffMs, WEBHOOK_OPTIONS, type WebhookOptions } from './webhook-options.ts';

/** Beyond a try's own timeout: what it takes to write down how it went. */
const LEASE_MARGIN_MS = 30_000;

export interface WebhookWorkerParts {
  readonly store: WebhookStore;
  readonly shops: ShopDirectory;
  readonly metrics: AnomalyMetrics;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly options?: WebhookOptions;
}

/**
 * Sends due deliveries. The queue is in the database, so any process may send any of them and a restart loses none;
 * a process killed between the answer and its note makes the receiver see the same delivery id twice.
 */
export class WebhookWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly options: WebhookOptions;
  private readonly inFlight = new Set<Promise<void>>();
  private running: Promise<void> | undefined;
  private stopping = false;
  private woken = false;
  private endRest: () => void = () => undefined;

  constructor(private readonly parts: WebhookWorkerParts) {
    this.options = parts.options ?? WEBHOOK_OPTIONS;
  }

  onApplicationBootstrap(): void {
    this.running ??= this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.running;
    await Promise.all(this.inFlight);
  }

  /** Looks for due deliveries now. */
  wake(): void {
    this.woken = true;
    this.endRest();
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      this.woken = false;
      if (!(await this.startDue())) await this.rest();
    }
  }

  /** Fills the free places; false when there is nothing to do before something changes. */
  private async startDue(): Promise<boolean> {
    const free = this.options.concurrencyMax - this.inFlight.size;
    if (free === 0) return false;
    try {
      const claimed = await this.parts.store.claimDue(free, this.options.timeoutMs + LEASE_MARGIN_MS);
      for (const delivery of claimed) this.start(delivery);
      return claimed.length > 0;
    } catch (err) {
      this.parts.logger.warn({ err }, 'webhook deliveries cannot be read now');
      return false;
    }
  }

  private start(delivery: ClaimedDelivery): void {
    const work = this.deliver(delivery)
      .catch((err: unknown) => {
        // The lease brings it back.
        this.parts.logger.warn(
          { err, deliveryId: delivery.deliveryId },
          'webhook outcome cannot be kept now',
        );
      })
      .finally(() => {
        this.inFlight.delete(work);
        this.wake();
      });
    this.inFlight.add(work);
  }

  private async deliver(delivery: ClaimedDelivery): Promise<void> {
    const { store, shops, metrics, logger, clock } = this.parts;
    const webhook = shops.get(delivery.shopId)?.webhook;
    const outcome: SendOutcome | undefined =
      webhook &&
      (await sendWebhook(webhook, delivery, { nowMs: clock(), timeoutMs: this.options.timeoutMs }));
    if (outcome?.kind === 'delivered') {
      metrics.countDelivery('delivered');
      await store.markDone(delivery.deliveryId);
      return;
    }
    const reason = outcome?.reason ?? 'the shop has no webhook any more';
    if (outcome !== undefined && delivery.attempts < this.options.attemptsMax) {
      metrics.countDelivery('failed');
      await store.markFailed(
        delivery.deliveryId,
        reason,
        backoffMs(this.options, delivery.attempts, Math.random),
      );
      return;
    }
    metrics.countDelivery('dead');
    logger.error({ ...nameOf(delivery), reason }, 'webhook delivery is given up');
    await store.markFailed(delivery.deliveryId, reason, undefined);
  }

  private async rest(): Promise<void> {
    if (this.woken) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.options.pollMs);
      this.endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function nameOf({ deliveryId, shopId, type, alertId, caseId, attempts }: ClaimedDelivery) {
  return { deliveryId, shopId, type, alertId, caseId, attempts };
}
