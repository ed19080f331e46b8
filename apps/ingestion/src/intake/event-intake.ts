import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CartwiseError, profileKey, recordKey, TOPICS, type EpochMs, type EventSource } from '#contracts';
import { Database, findTaken } from '#database';
import type { EventLog } from '#event-log';
import { EVENT_LOG, LOGGER, type Logger, type Shop } from '#service';
import type { RawEvent } from '../pipeline/parse-object.ts';
import { judgeEvent } from './judge-event.ts';
import { acceptedOf, rejectedOf, verdictOf, type EventVerdict, type Judgement } from './judgement.ts';
import { markDuplicates } from './mark-duplicates.ts';
import { rejectedKey } from './rejected-key.ts';
import { RecentIds } from './recent-ids.ts';
import { VerdictMetrics } from './verdict-metrics.ts';
import { WaitingBatches } from './waiting-batches.ts';

/** How a batch came. */
export interface BatchArrival {
  readonly source: EventSource;
  readonly receivedAt: EpochMs;
  /** The sender's clock when it sent the batch: ISO 8601 or ms since 1970. */
  readonly sentAt?: unknown;
  /** History from another system: old event times are accepted. */
  readonly historical: boolean;
  /** Whether the sender's key is good for history. */
  readonly mayLoadHistory: boolean;
  /** Puts an event on the log even if the archive has it: the replay of what one consumer could not handle. */
  readonly again?: boolean;
}

const RETRY_AFTER_MS = 1_000;

/** The one way in for events from every door that waits for an answer. */
@Injectable()
export class EventIntake {
  private readonly recent = new RecentIds();
  private readonly waiting = new WaitingBatches(() => performance.now());

  constructor(
    private readonly database: Database,
    private readonly metrics: VerdictMetrics,
    @Inject(EVENT_LOG) private readonly eventLog: EventLog,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Judges each event and answers, in order, once everything accepted and rejected is durable on the log. A bad event
   * never fails its neighbours. Throws OVERLOADED or UNAVAILABLE, after which the same batch may be sent again.
   */
  async ingest(shop: Shop, raws: readonly RawEvent[], batch: BatchArrival): Promise<EventVerdict[]> {
    const answered = this.waiting.enter(raws.length);
    try {
      const arrival = { ...batch, shop, newEventId: randomUUID };
      const judged = raws.map((raw) => judgeEvent(raw, arrival, batch.source));
      const judgements = await this.makeDurable(judged, batch.again === true);
      this.metrics.count(shop.id, batch.source, judgements);
      return judgements.map(verdictOf);
    } finally {
      answered();
    }
  }

  private async makeDurable(judged: readonly Judgement[], again: boolean): Promise<readonly Judgement[]> {
    try {
      const judgements = again ? judged : await this.markTaken(judged);
      await this.append(judgements);
      return judgements;
    } catch (cause) {
      if (cause instanceof CartwiseError) throw cause;
      this.logger.warn({ err: cause }, 'events could not be made durable');
      throw new CartwiseError(
        'UNAVAILABLE',
        { reason: 'the event log does not answer', retryAfterMs: RETRY_AFTER_MS },
        { cause },
      );
    }
  }

  private async markTaken(judged: readonly Judgement[]): Promise<readonly Judgement[]> {
    const taken = await findTaken(this.database, acceptedOf(judged));
    return markDuplicates(
      judged,
      (shopId, eventId) => taken.has(eventId) || this.recent.has(shopId, eventId),
    );
  }

  private async append(judgements: readonly Judgement[]): Promise<void> {
    const accepted = acceptedOf(judgements);
    const rejected = rejectedOf(judgements);
    await Promise.all([
      accepted.length > 0 &&
        this.eventLog.append(
          TOPICS.events,
          accepted.map((event) => ({ key: recordKey(event.shopId, profileKey(event)), value: event })),
        ),
      rejected.length > 0 &&
        this.eventLog.append(
          TOPICS.eventsRejected,
          rejected.map((record) => ({ key: rejectedKey(record), value: record })),
        ),
    ]);
    for (const { shopId, eventId } of accepted) this.recent.add(shopId, eventId);
  }
}
