import type { Metadata } from '@grpc/grpc-js';
import { Controller, Inject } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { CartwiseError } from '#contracts';
import {
  Verdict,
  type IngestEventsRequest,
  type IngestEventsResponse,
  type IngestionService,
} from '#contracts/generated/cartwise/ingestion/v1/ingestion';
import { authenticateCall, CLOCK, ShopDirectory, type Clock } from '#service';
import { EventIntake } from '../../intake/event-intake.ts';
import { BATCH_EVENTS_MAX } from '../http/read-batch.ts';
import { rawOfMessage } from './raw-of-message.ts';

const VERDICTS = {
  accepted: Verdict.VERDICT_ACCEPTED,
  duplicate: Verdict.VERDICT_DUPLICATE,
  dropped: Verdict.VERDICT_DROPPED,
  rejected: Verdict.VERDICT_REJECTED,
} as const;

/** Events over gRPC. */
@Controller()
export class IngestionController implements IngestionService {
  constructor(
    private readonly shops: ShopDirectory,
    private readonly intake: EventIntake,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @GrpcMethod('IngestionService')
  async ingestEvents(request: IngestEventsRequest, metadata?: Metadata): Promise<IngestEventsResponse> {
    const shop = authenticateCall(this.shops, metadata);
    if (request.events.length > BATCH_EVENTS_MAX) {
      const reason = `has ${request.events.length} events; at most ${BATCH_EVENTS_MAX} may come at once`;
      throw new CartwiseError('REQUEST_TOO_LARGE', { field: 'events', reason });
    }
    const verdicts = await this.intake.ingest(shop, request.events.map(rawOfMessage), {
      source: 'grpc',
      receivedAt: this.clock(),
      ...(request.sentAtMs === 0 ? {} : { sentAt: request.sentAtMs }),
      historical: request.historical,
    });
    return {
      verdicts: verdicts.map(({ eventId, verdict, code = '', field = '', message = '' }) => ({
        eventId,
        verdict: VERDICTS[verdict],
        code,
        field,
        message,
      })),
    };
  }
}
