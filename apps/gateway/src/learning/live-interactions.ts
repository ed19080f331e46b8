import { Inject, Injectable } from '@nestjs/common';
import { TOPICS, type EpochMs, type Event, type ShopId } from '#contracts';
import { EventArchive } from '#database';
import type { OwnedInteraction } from '#ml';
import {
  CLOCK,
  type Clock,
  EVENT_LOG,
  type Follows,
  LOGGER,
  type Logger,
  TopicFollower,
  type TopicRecord,
} from '#service';
import { GatewayMetrics } from '../metrics/gateway-metrics.ts';
import type { HostedModel } from '../recommenders/recommender-host.ts';
import { LearningQueue } from './learning-queue.ts';
import { ownedInteractionsOf, readSince } from './read-since.ts';

const BATCH_SIZE_MAX = 1_000;
const HAND_OVER_EVERY_MS = 500;
/** Of one shop, for a model that is opened later: the archive has what is older. */
const HEARD_MAX = 5_000;
/** A model serves after that, and what it missed is handed to it while it does. */
const CATCH_UP_PATIENCE_MS = 5_000;

interface Heard {
  readonly receivedAt: EpochMs;
  readonly interactions: readonly OwnedInteraction[];
}

/** Lets the models that serve learn from what happens: from the archive since their training, then as it comes. */
@Injectable()
export class LiveInteractions extends TopicFollower<Event> {
  private readonly learning = new Map<
    HostedModel,
    { readonly shopId: ShopId; readonly queue: LearningQueue }
  >();
  private readonly stopped = new WeakSet<HostedModel>();
  private readonly heard = new Map<ShopId, Heard[]>();
  /** What was received since then was heard, and is not taken from the archive. */
  private heardSince: EpochMs | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(EVENT_LOG) eventLog: Follows,
    @Inject(EventArchive) private readonly archive: Pick<EventArchive, 'readInTimeOrder' | 'timeOfNewest'>,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly metrics: GatewayMetrics,
  ) {
    super(eventLog, { topic: TOPICS.events, from: 'latest', batchSizeMax: BATCH_SIZE_MAX });
  }

  override async onApplicationBootstrap(): Promise<void> {
    this.timer = setInterval(() => this.handOver(), HAND_OVER_EVERY_MS).unref();
    await super.onApplicationBootstrap();
    this.heardSince = this.clock();
  }

  override async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.learning.clear();
    await super.beforeApplicationShutdown();
  }

  /** Resolves when the model knows what happened since its training, or after a few seconds. Never rejects. */
  async start(shopId: ShopId, model: HostedModel): Promise<void> {
    const caughtUp = this.catchUp(shopId, model).catch((err: unknown) => {
      this.logger.warn({ shopId, version: model.version, err }, 'a model does not know what happened lately');
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, CATCH_UP_PATIENCE_MS)));
    await Promise.race([caughtUp, late]);
    clearTimeout(timer);
  }

  stop(model: HostedModel): void {
    this.stopped.add(model);
    this.learning.delete(model);
  }

  protected apply(records: readonly TopicRecord<Event>[]): void {
    for (const { value: event } of records) {
      const interactions = event === null ? [] : ownedInteractionsOf(event);
      if (event !== null && interactions.length > 0) this.hear(event, interactions);
    }
  }

  private async catchUp(shopId: ShopId, model: HostedModel): Promise<void> {
    const queue = new LearningQueue(model);
    const archivedUntil = this.newestHeard(shopId) ?? this.heardSince ?? this.clock();
    for await (const page of readSince(this.archive, shopId, model.learnsFromMs, archivedUntil)) {
      queue.add(page);
      await queue.handOver();
    }
    if (this.stopped.has(model)) return;
    // In one go with the start of its own queue: nothing comes in between.
    for (const { receivedAt, interactions } of this.heard.get(shopId) ?? []) {
      if (receivedAt >= archivedUntil) queue.add(interactions);
    }
    this.learning.set(model, { shopId, queue });
    await queue.handOver();
  }

  /** When that was received from which on all that came is still at hand, if not all is. */
  private newestHeard(shopId: ShopId): EpochMs | undefined {
    const heard = this.heard.get(shopId) ?? [];
    return heard.length < HEARD_MAX ? undefined : heard[heard.length - HEARD_MAX]?.receivedAt;
  }

  private hear(event: Event, interactions: readonly OwnedInteraction[]): void {
    const { shopId, receivedAt } = event;
    const heard = this.heard.get(shopId) ?? [];
    this.heard.set(shopId, heard);
    heard.push({ receivedAt, interactions });
    if (heard.length > 2 * HEARD_MAX) heard.splice(0, heard.length - HEARD_MAX);
    this.count(shopId, 'heard', interactions.length);
    for (const learner of this.learning.values()) {
      if (learner.shopId === shopId) this.count(shopId, 'dropped', learner.queue.add(interactions));
    }
  }

  private count(shop: ShopId, outcome: 'heard' | 'dropped', interactions: number): void {
    this.metrics.liveInteractions.inc({ shop, outcome }, interactions);
  }

  private handOver(): void {
    for (const [model, { shopId, queue }] of this.learning) {
      queue.handOver().catch((err: unknown) => {
        // Another takes its place: see LiveModels.
        this.stop(model);
        this.logger.warn({ shopId, version: model.version, err }, 'a model learns no more');
      });
    }
  }
}
