import { randomUUID } from 'node:crypto';
import type { CallOptions } from '../calls/call-options.ts';
import type { Connection } from '../calls/connection.ts';
import type { Partially } from '../calls/partial.ts';
import { unary } from '../calls/unary.ts';
import {
  IngestEventsRequest,
  IngestionServiceService as METHODS,
  type IngestEvent,
  type IngestEventsResponse,
} from '../generated/cartwise/ingestion/v1/ingestion.ts';
import { EventStream, type EventStreamOptions } from './event-stream.ts';

/** Events in: what has a verdict is durable. */
export class Events {
  constructor(private readonly connection: Connection) {}

  /**
   * At most 1,000 events and 500 KB, with a verdict for each. Retried: an event id is taken once, and an event without
   * one gets it here. After a retry what the first try took may be told as VERDICT_DUPLICATE: it is durable too.
   */
  ingest(batch: Partially<IngestEventsRequest>, options?: CallOptions): Promise<IngestEventsResponse> {
    const request = IngestEventsRequest.fromPartial({
      ...batch,
      events: batch.events?.map(withEventId) ?? [],
      sentAtMs: batch.sentAtMs ?? Date.now(),
    });
    return unary(this.connection, METHODS.ingestEvents, request, options);
  }

  /** For events that come one by one and often: one call for all of them. */
  stream(options?: EventStreamOptions): EventStream {
    return new EventStream(this.connection, options);
  }
}

function withEventId(event: Partially<IngestEvent>): Partially<IngestEvent> {
  return { ...event, eventId: event.eventId || randomUUID() };
}
