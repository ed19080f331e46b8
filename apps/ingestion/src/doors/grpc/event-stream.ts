import { once } from 'node:events';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import type {
  EventVerdict,
  StreamEventsRequest,
  StreamEventsResponse,
} from '#contracts/generated/cartwise/ingestion/v1/ingestion';
import { bytesOfMessage } from './bytes-of-message.ts';

export type EventStreamCall = ServerDuplexStream<StreamEventsRequest, StreamEventsResponse>;

export interface EventStreamLimits {
  /** Read and not yet answered; at either bound the call is paused. */
  readonly unansweredEventsMax: number;
  readonly unansweredBytesMax: number;
  /** Of what is made durable at once. */
  readonly batchEventsMax: number;
  readonly batchBytesMax: number;
}

/** Answers in order, once everything is durable. The signal says that nobody waits for the answer any more. */
export type TakeEvents = (
  requests: readonly StreamEventsRequest[],
  cancelled: AbortSignal,
) => Promise<readonly EventVerdict[]>;

interface Arrived {
  readonly request: StreamEventsRequest;
  readonly bytes: number;
}

/** Why a stream is over: the sender had no more, the service stops, or the caller went away. */
export type EventStreamEnd = 'complete' | 'stopped' | 'cancelled';

/**
 * One caller's stream of events. A batch is what arrived while the batch before was being made durable, so a quiet
 * stream answers at once and a busy one in large batches, and no timer delays either. What is unanswered is bounded:
 * at the bound the call is paused, and HTTP/2's flow control stops the sender.
 */
export class EventStream {
  private readonly arrived: Arrived[] = [];
  private readonly cancelling = new AbortController();
  private unansweredEvents = 0;
  private unansweredBytes = 0;
  private nextPosition = 0;
  private isReading = true;
  private end: EventStreamEnd = 'stopped';
  private wake: () => void = () => undefined;

  constructor(
    private readonly call: EventStreamCall,
    private readonly limits: EventStreamLimits,
    private readonly take: TakeEvents,
  ) {}

  /** Resolves when everything that was read is answered, or the caller went away. Rejects when events cannot be taken. */
  async run(): Promise<EventStreamEnd> {
    this.call.on('cancelled', () => this.cancel());
    this.call.on('end', () => this.complete());
    this.call.on('data', this.read);
    if (this.call.cancelled) this.cancel();
    try {
      for (let batch = await this.nextBatch(); batch.length > 0; batch = await this.nextBatch()) {
        await this.answer(batch);
      }
    } catch (error) {
      if (!this.isCancelled()) throw error;
    } finally {
      this.stop();
    }
    return this.end;
  }

  /** Reads no more; what was read is still answered. */
  stop(): void {
    this.isReading = false;
    this.call.off('data', this.read);
    this.call.pause();
    this.wake();
  }

  private complete(): void {
    this.end = 'complete';
    this.stop();
  }

  private cancel(): void {
    this.end = 'cancelled';
    this.arrived.length = 0;
    this.cancelling.abort();
    this.stop();
  }

  private readonly read = (request: StreamEventsRequest): void => {
    const bytes = request.event ? bytesOfMessage(request.event) : 0;
    this.arrived.push({ request, bytes });
    this.unansweredEvents += 1;
    this.unansweredBytes += bytes;
    if (this.isFull()) this.call.pause();
    this.wake();
  };

  private isCancelled(): boolean {
    return this.cancelling.signal.aborted;
  }

  private isFull(): boolean {
    const { unansweredEventsMax, unansweredBytesMax } = this.limits;
    return this.unansweredEvents >= unansweredEventsMax || this.unansweredBytes >= unansweredBytesMax;
  }

  /** Empty when nothing more comes. */
  private async nextBatch(): Promise<readonly Arrived[]> {
    while (this.arrived.length === 0 && this.isReading) {
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    let bytes = 0;
    const end = this.arrived.findIndex((each, index) => {
      bytes += each.bytes;
      // The first always fits: one event that is too large gets its verdict alone.
      return index >= this.limits.batchEventsMax || (index > 0 && bytes > this.limits.batchBytesMax);
    });
    return this.arrived.splice(0, end === -1 ? this.arrived.length : end);
  }

  private async answer(batch: readonly Arrived[]): Promise<void> {
    const { signal } = this.cancelling;
    const verdicts = await this.take(
      batch.map(({ request }) => request),
      signal,
    );
    if (this.isCancelled()) return;
    let hasRoom = true;
    for (const verdict of verdicts) {
      hasRoom = this.call.write({ verdict, position: this.nextPosition });
      this.nextPosition += 1;
    }
    // Verdicts that the caller does not read count as unanswered.
    if (!hasRoom) await once(this.call, 'drain', { signal });
    for (const { bytes } of batch) this.unansweredBytes -= bytes;
    this.unansweredEvents -= batch.length;
    if (this.isReading && !this.isFull()) this.call.resume();
  }
}
