import { setTimeout as sleep } from 'node:timers/promises';
import { Latency } from '../report/latency.ts';
import type { StorefrontEvent } from '../traffic/storefront-event.ts';

const BATCH_EVENTS_MAX = 100;
/** As Segment's clients: what comes within a moment goes together. */
const GATHER_MS = 100;
const REQUESTS_MAX = 32;
const TIMEOUT_MS = 10_000;
const RETRY_MS = [200, 400, 800, 1_600, 3_200] as const;
/** A shop's queue is not endless either; what has waited for so long is lost, and the run has failed. */
const GIVE_UP_MS = 300_000;

interface Queued {
  readonly event: StorefrontEvent;
  readonly timestampMs: number;
  readonly skewMs: number;
  readonly onAcknowledged: (() => void) | undefined;
}

interface Answer {
  readonly verdicts?: readonly {
    readonly eventId?: string;
    readonly verdict: string;
    readonly code?: string;
  }[];
}

/**
 * Sends events to the Segment-compatible door in batches, and each batch again until it is answered: an event that was
 * handed over is acknowledged or counted as lost, never forgotten.
 */
export class EventSender {
  readonly counts = {
    handedOver: 0,
    /** Of those, a second copy of an event. */
    repeated: 0,
    sent: 0,
    accepted: 0,
    duplicate: 0,
    dropped: 0,
    rejected: 0,
    refused: 0,
    failed: 0,
    lost: 0,
  };
  readonly latency = new Latency();
  firstProblem: string | undefined;
  private queue: Queued[] = [];
  private readonly underWay = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly url: string,
    private readonly apiKey: string,
  ) {}

  get waiting(): number {
    return this.queue.length;
  }

  /** `timestampMs` is when it happened by true time; the device's clock may show another. */
  enqueue(event: StorefrontEvent, timestampMs: number, skewMs: number, onAcknowledged?: () => void): void {
    this.counts.handedOver += 1;
    this.queue.push({ event, timestampMs, skewMs, onAcknowledged });
    if (this.queue.length >= BATCH_EVENTS_MAX) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), GATHER_MS);
  }

  /** Resolves when everything is acknowledged or lost. */
  async drain(): Promise<void> {
    while (this.queue.length > 0 || this.underWay.size > 0) {
      this.flush();
      await Promise.race([...this.underWay, sleep(GATHER_MS)]);
    }
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    while (this.queue.length > 0 && this.underWay.size < REQUESTS_MAX) {
      const batch = this.nextBatch();
      const sending = this.send(batch).finally(() => {
        this.underWay.delete(sending);
        if (this.queue.length > 0) this.flush();
      });
      this.underWay.add(sending);
    }
  }

  /** One clock tells the times of a batch: what comes from a device that is wrong goes alone. */
  private nextBatch(): readonly Queued[] {
    const [first] = this.queue;
    if (first === undefined) return [];
    const end = this.queue.findIndex(({ skewMs }) => skewMs !== first.skewMs);
    return this.queue.splice(0, Math.min(end === -1 ? this.queue.length : end, BATCH_EVENTS_MAX));
  }

  private async send(batch: readonly Queued[]): Promise<void> {
    const beganMs = performance.now();
    for (let attempt = 0; performance.now() - beganMs < GIVE_UP_MS; attempt++) {
      const waitMs = await this.attempt(batch);
      if (waitMs === 'answered') return;
      if (waitMs === 'refused for good') break;
      await sleep(Math.max(waitMs, RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)] ?? 0));
    }
    this.counts.lost += batch.length;
  }

  /** How it ended, or how long to wait before the next try. */
  private async attempt(batch: readonly Queued[]): Promise<'answered' | 'refused for good' | number> {
    const sentMs = performance.now();
    try {
      const response = await fetch(`${this.url}/v1/batch`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': this.apiKey },
        body: bodyOf(batch),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = await response.text();
      if (response.ok) {
        this.latency.record(performance.now() - sentMs);
        this.acknowledge(batch, JSON.parse(text) as Answer);
        return 'answered';
      }
      if (response.status === 429) this.counts.refused += 1;
      else this.problem(`the door answered ${response.status}: ${text.slice(0, 300)}`);
      if (isForGood(response.status)) return 'refused for good';
      return Number(response.headers.get('retry-after') ?? 0) * 1_000;
    } catch (error) {
      this.problem(String(error instanceof Error ? (error.cause ?? error) : error));
      return 0;
    }
  }

  private acknowledge(batch: readonly Queued[], { verdicts = [] }: Answer): void {
    this.counts.sent += batch.length;
    for (const [index, { onAcknowledged }] of batch.entries()) {
      const { verdict = 'none', code } = verdicts[index] ?? {};
      if (
        verdict === 'accepted' ||
        verdict === 'duplicate' ||
        verdict === 'dropped' ||
        verdict === 'rejected'
      ) {
        this.counts[verdict] += 1;
      }
      if (verdict === 'rejected') this.firstProblem ??= `an event was rejected: ${code}`;
      onAcknowledged?.();
    }
  }

  private problem(text: string): void {
    this.counts.failed += 1;
    this.firstProblem ??= text;
  }
}

/** The same request would get the same answer again: a wrong key, a body that is not understood. */
const isForGood = (status: number): boolean =>
  status >= 400 && status < 500 && status !== 408 && status !== 429;

function bodyOf(batch: readonly Queued[]): string {
  const skewMs = batch[0]?.skewMs ?? 0;
  return JSON.stringify({
    batch: batch.map(({ event, timestampMs }) => ({
      ...event,
      timestamp: new Date(timestampMs + skewMs).toISOString(),
    })),
    sentAt: new Date(Date.now() + skewMs).toISOString(),
  });
}
