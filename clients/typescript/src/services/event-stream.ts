import { randomUUID } from 'node:crypto';
import type { ClientDuplexStream, ServiceError } from '@grpc/grpc-js';
import type { Connection } from '../calls/connection.ts';
import type { Partially } from '../calls/partial.ts';
import { CartwiseCallError } from '../cartwise-call-error.ts';
import {
  IngestionServiceService,
  StreamEventsRequest,
  type EventVerdict,
  type IngestEvent,
  type StreamEventsResponse,
} from '../generated/cartwise/ingestion/v1/ingestion.ts';

export interface EventStreamOptions {
  /** Events sent and not yet answered, 1 to 2,000 (more the service does not read); 500 when not given. */
  readonly inFlightMax?: number;
}

const IN_FLIGHT_MAX = 500;
/** Sends that wait for room. Who sends without waiting for `ready()` must not fill the memory. */
const WAITING_MAX = 10_000;

interface Pending {
  readonly event: Partially<IngestEvent>;
  readonly resolve: (verdict: EventVerdict) => void;
  readonly reject: (error: CartwiseCallError) => void;
}

/**
 * One StreamEvents call. Each event gets its verdict once it is durable. When the stream breaks, what has no verdict is
 * rejected; sent again on a new stream with the same event id, it is taken once.
 */
export class EventStream {
  private readonly call: ClientDuplexStream<StreamEventsRequest, StreamEventsResponse>;
  private readonly inFlightMax: number;
  /** In the order of sending, which is that of the verdicts. */
  private readonly inFlight: Pending[] = [];
  private readonly waiting: Pending[] = [];
  private readonly wakeReady: (() => void)[] = [];
  private readonly ended: Promise<void>;
  private isClosing = false;
  private failure: CartwiseCallError | undefined;

  constructor(connection: Connection, { inFlightMax = IN_FLIGHT_MAX }: EventStreamOptions = {}) {
    if (!(inFlightMax >= 1)) throw new RangeError(`inFlightMax is ${inFlightMax}; it must be 1 or more`);
    const { path, requestSerialize, responseDeserialize } = IngestionServiceService.streamEvents;
    this.inFlightMax = inFlightMax;
    this.call = connection.client.makeBidiStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      connection.metadata,
    );
    this.call.on('data', (response: StreamEventsResponse) => this.settle(response));
    this.call.on('drain', () => this.write());
    this.ended = new Promise((resolve) => {
      this.call.on('error', (error: ServiceError) => this.fail(CartwiseCallError.fromGrpc(error)));
      this.call.on('end', () => this.fail(ended('the service ended the stream')));
      this.call.on('status', () => resolve());
    });
  }

  /**
   * Waits for room, sends, and resolves with the verdict. An event without an id gets one.
   * @throws CartwiseCallError when the stream ends before the verdict, or 10,000 sends wait already.
   */
  send(event: Partially<IngestEvent>): Promise<EventVerdict> {
    if (this.failure) return Promise.reject(this.failure);
    if (this.isClosing) return Promise.reject(ended('the stream is closed'));
    if (this.waiting.length >= WAITING_MAX) {
      const message = `${WAITING_MAX} events wait to be sent; wait for ready() before send()`;
      const status = 'RESOURCE_EXHAUSTED';
      return Promise.reject(new CartwiseCallError({ code: status, status, message }));
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ event, resolve, reject });
      this.write();
    });
  }

  /** Resolves when a send would go out at once, or the stream has ended (which `send` then says). */
  async ready(): Promise<void> {
    while (!this.hasRoom() && this.failure === undefined) {
      await new Promise<void>((resolve) => this.wakeReady.push(resolve));
    }
  }

  /** Takes no more events; resolves when all that were sent have their verdict or are rejected. */
  async close(): Promise<void> {
    this.isClosing = true;
    this.endWhenSent();
    await this.ended;
  }

  private hasRoom(): boolean {
    return this.inFlight.length < this.inFlightMax && !this.call.writableNeedDrain;
  }

  private write(): void {
    while (this.waiting.length > 0 && this.failure === undefined && this.hasRoom()) {
      const pending = this.waiting.shift();
      if (!pending) return;
      this.inFlight.push(pending);
      const { event } = pending;
      const eventId = event.eventId || randomUUID();
      this.call.write(
        StreamEventsRequest.fromPartial({ event: { ...event, eventId }, sentAtMs: Date.now() }),
      );
    }
    if (this.hasRoom()) for (const wake of this.wakeReady.splice(0)) wake();
    this.endWhenSent();
  }

  private settle({ verdict }: StreamEventsResponse): void {
    const pending = this.inFlight.shift();
    if (pending && verdict) pending.resolve(verdict);
    this.write();
  }

  private endWhenSent(): void {
    if (this.isClosing && this.waiting.length === 0 && !this.call.writableEnded) this.call.end();
  }

  private fail(error: CartwiseCallError): void {
    this.failure ??= error;
    for (const { reject } of [...this.inFlight.splice(0), ...this.waiting.splice(0)]) reject(this.failure);
    for (const wake of this.wakeReady.splice(0)) wake();
  }
}

function ended(message: string): CartwiseCallError {
  return new CartwiseCallError({ code: 'UNAVAILABLE', status: 'UNAVAILABLE', message });
}
