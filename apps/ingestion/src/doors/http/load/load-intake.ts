import { Inject, Injectable } from '@nestjs/common';
import { CartwiseError, TOPICS, type EpochMs, type ShopId, type Topic } from '#contracts';
import { Database, findTaken } from '#database';
import type { EventLog } from '#event-log';
import { EVENT_LOG, LOGGER, type Logger } from '#service';
import { rejectedKey } from '../../../intake/rejected-key.ts';
import { VerdictMetrics, type CountedVerdict } from '../../../intake/verdict-metrics.ts';
import {
  PART_JUDGE,
  type FaultyRow,
  type JudgedPart,
  type LoadPart,
  type PartJudge,
  type PassedRow,
} from './judged-part.ts';
import { FAULTS_MAX, LOADS_IN_FLIGHT_MAX } from './load-limits.ts';

const RETRY_AFTER_MS = 1_000;
/** events.v1 for events that are bytes already. */
const ENCODED_EVENTS: Topic<Uint8Array> = { ...TOPICS.events, codec: TOPICS.eventsRaw.codec };

/** What became of the rows of a part. */
export interface LoadSummary {
  readonly accepted: number;
  readonly duplicates: number;
  readonly dropped: number;
  readonly rejected: number;
  /** How many were dropped or rejected for each reason. */
  readonly codes: Readonly<Record<string, number>>;
  /** The first FAULTS_MAX of these, with their rows. */
  readonly faults: readonly FaultyRow[];
}

/** The way in for history: what `EventIntake` is for events as they happen, in large parts and off the event loop. */
@Injectable()
export class LoadIntake {
  private inFlight = 0;

  constructor(
    private readonly database: Database,
    private readonly metrics: VerdictMetrics,
    @Inject(PART_JUDGE) private readonly partJudge: PartJudge,
    @Inject(EVENT_LOG) private readonly eventLog: EventLog,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Reads a part, judges its rows and answers once all that is accepted or rejected is durable on the log. Throws
   * OVERLOADED, before anything is read, or UNAVAILABLE; the same part may then be sent again.
   */
  async take(read: () => Promise<LoadPart>): Promise<LoadSummary> {
    if (this.inFlight >= LOADS_IN_FLIGHT_MAX) {
      const reason = `${this.inFlight} parts of a history are waiting already`;
      throw new CartwiseError('OVERLOADED', { reason, retryAfterMs: RETRY_AFTER_MS });
    }
    this.inFlight += 1;
    try {
      const part = await read();
      const judged = await this.partJudge.judge(part);
      const accepted = await this.makeDurable(part, judged);
      this.metrics.countVerdicts(part.shop.id, 'import', countedRows(judged, accepted));
      return summaryOf(judged, accepted.length);
    } finally {
      this.inFlight -= 1;
    }
  }

  /** Answers the rows that were not taken before. */
  private async makeDurable(part: LoadPart, judged: JudgedPart): Promise<readonly PassedRow[]> {
    try {
      const taken = await findTaken(this.database, identities(part, judged.passed));
      const fresh = judged.passed.flatMap((row, index) => {
        if (taken.has(row.eventId)) return [];
        const start = judged.passed[index - 1]?.end ?? 0;
        return [{ row, record: { key: row.key, value: judged.bodies.subarray(start, row.end) } }];
      });
      await Promise.all([
        this.append(
          ENCODED_EVENTS,
          fresh.map(({ record }) => record),
        ),
        this.append(
          TOPICS.eventsRejected,
          judged.rejected.map((record) => ({ key: rejectedKey(record), value: record })),
        ),
      ]);
      return fresh.map(({ row }) => row);
    } catch (cause) {
      if (cause instanceof CartwiseError) throw cause;
      this.logger.warn({ err: cause }, 'a part of a history could not be made durable');
      const reason = 'the event log does not answer';
      throw new CartwiseError('UNAVAILABLE', { reason, retryAfterMs: RETRY_AFTER_MS }, { cause });
    }
  }

  private async append<T>(
    topic: Topic<T>,
    records: readonly { readonly key: string; readonly value: T }[],
  ): Promise<void> {
    if (records.length > 0) await this.eventLog.append(topic, records);
  }
}

function identities({ shop, receivedAt }: LoadPart, rows: readonly PassedRow[]) {
  return rows.map(({ eventId, eventTime }) => ({
    shopId: shop.id as ShopId,
    eventId,
    eventTime: eventTime as EpochMs,
    receivedAt,
  }));
}

function countedRows(judged: JudgedPart, accepted: readonly PassedRow[]): CountedVerdict[] {
  const duplicates = judged.passed.length - accepted.length + judged.repeated;
  return [
    ...accepted.map(({ type }) => ({ verdict: 'accepted' as const, type })),
    ...judged.faulty,
    ...Array.from({ length: duplicates }, () => DUPLICATE),
  ];
}

const DUPLICATE: CountedVerdict = { verdict: 'duplicate', code: 'EVENT_DUPLICATE' };

function summaryOf(judged: JudgedPart, accepted: number): LoadSummary {
  const codes: Record<string, number> = {};
  for (const { code, verdict } of judged.faulty) {
    const reason = code ?? verdict;
    codes[reason] = (codes[reason] ?? 0) + 1;
  }
  return {
    accepted,
    duplicates: judged.passed.length - accepted + judged.repeated,
    dropped: judged.faulty.length - judged.rejected.length,
    rejected: judged.rejected.length,
    codes,
    faults: judged.faulty.slice(0, FAULTS_MAX),
  };
}
