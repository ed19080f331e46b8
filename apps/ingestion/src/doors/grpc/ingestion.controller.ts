import { randomUUID } from 'node:crypto';
import type { Metadata } from '@grpc/grpc-js';
import { Controller, Inject, type BeforeApplicationShutdown } from '@nestjs/common';
import { GrpcMethod, GrpcStreamCall } from '@nestjs/microservices';
import { CartwiseError } from '#contracts';
import type {
  EventVerdict,
  IngestEventsRequest,
  IngestEventsResponse,
  IngestionService,
  StreamEventsRequest,
} from '#contracts/generated/cartwise/ingestion/v1/ingestion';
import { Access, CLOCK, covers, GrpcExceptions, grpcKey, LOGGER, type Clock, type Logger } from '#service';
import { EventIntake } from '../../intake/event-intake.ts';
import { BATCH_BYTES_MAX, BATCH_EVENTS_MAX } from '../../limits.ts';
import { bytesOfMessage } from './bytes-of-message.ts';
import { EventStream, type EventStreamCall } from './event-stream.ts';
import { messageOfVerdict } from './message-of-verdict.ts';
import { OpenStreams } from './open-streams.ts';
import { patiently } from './patiently.ts';
import { rawOfMessage } from './raw-of-message.ts';

/** Four batches: one on its way to the log while the next ones arrive. */
const STREAM_LIMITS = {
  unansweredEventsMax: 2_000,
  unansweredBytesMax: 1024 * 1024,
  batchEventsMax: 500,
  batchBytesMax: BATCH_BYTES_MAX,
} as const;
/** With the bytes that each may hold, a quarter of a GB at most. */
const STREAMS_MAX = 256;
/** Longer than an overload lasts; a sender that must wait longer should know. */
const PATIENCE_MS = 30_000;

/** Events over gRPC. */
@Controller()
export class IngestionController
  implements Omit<IngestionService, 'streamEvents'>, BeforeApplicationShutdown
{
  private readonly streams = new OpenStreams(STREAMS_MAX);

  constructor(
    private readonly access: Access,
    private readonly intake: EventIntake,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @GrpcMethod('IngestionService')
  async ingestEvents(request: IngestEventsRequest, metadata?: Metadata): Promise<IngestEventsResponse> {
    refuseTooLarge(request);
    const { shop, role } = this.access.admitEvents(grpcKey(metadata), 'write', request.events.length);
    const verdicts = await this.intake.ingest(shop, request.events.map(rawOfMessage), {
      source: 'grpc',
      receivedAt: this.clock(),
      ...(request.sentAtMs === 0 ? {} : { sentAt: request.sentAtMs }),
      historical: request.historical,
      mayLoadHistory: covers(role, 'server'),
    });
    return { verdicts: verdicts.map(messageOfVerdict) };
  }

  /** Reads the call itself, not an Observable of it: an Observable cannot make the sender wait. */
  @GrpcStreamCall('IngestionService')
  async streamEvents(call: EventStreamCall): Promise<void> {
    try {
      const apiKey = grpcKey(call.metadata);
      this.access.admit(apiKey, 'write');
      const end = await this.streams.run(
        new EventStream(call, STREAM_LIMITS, (requests, signal) => this.take(apiKey, requests, signal)),
      );
      if (end === 'complete') call.end();
    } catch (error) {
      // Nest's filters do not see what such a method throws.
      call.emit('error', new GrpcExceptions(this.logger).toStatus(error));
    }
    // What still comes is read and thrown away, or the connection could not close.
    call.resume();
  }

  /** A stream may last for days: the server would wait for it. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.streams.stop();
  }

  private async take(
    apiKey: string | undefined,
    requests: readonly StreamEventsRequest[],
    signal: AbortSignal,
  ): Promise<EventVerdict[]> {
    const patience = { patienceMs: PATIENCE_MS, signal };
    // Once: a second try must find the same event ids.
    const raws = requests.map(rawOfRequest);
    const { shop, role } = await patiently(patience, () =>
      this.access.admitEvents(apiKey, 'write', raws.length),
    );
    const verdicts = await patiently(patience, () =>
      this.intake.ingest(shop, raws, {
        source: 'grpc',
        receivedAt: this.clock(),
        historical: false,
        mayLoadHistory: covers(role, 'server'),
      }),
    );
    return verdicts.map(messageOfVerdict);
  }
}

function refuseTooLarge({ events }: IngestEventsRequest): void {
  const bytes = events.reduce((sum, event) => sum + bytesOfMessage(event), 0);
  if (events.length <= BATCH_EVENTS_MAX && bytes <= BATCH_BYTES_MAX) return;
  const reason =
    `has ${events.length} events with ${bytes} bytes of text; ` +
    `at most ${BATCH_EVENTS_MAX} with ${BATCH_BYTES_MAX} bytes may come at once`;
  throw new CartwiseError('REQUEST_TOO_LARGE', { field: 'events', reason });
}

function rawOfRequest({ event, sentAtMs }: StreamEventsRequest) {
  const json = event ? rawOfMessage(event).json : {};
  const eventId = event?.eventId;
  return {
    json: {
      ...json,
      eventId: eventId === undefined || eventId === '' ? randomUUID() : eventId,
      ...(sentAtMs === 0 ? {} : { sentAt: sentAtMs }),
    },
  };
}
