import { Inject, Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { Metadata, ServerWritableStream } from '@grpc/grpc-js';
import type { Observable } from 'rxjs';
import type {
  FraudService,
  ListAlertsRequest,
  ListAlertsResponse,
  ResolveAlertRequest,
  ResolveAlertResponse,
  ScoreOrderRequest,
  ScoreOrderResponse,
  StreamAlertsRequest,
  StreamAlertsResponse,
} from '#contracts/generated/cartwise/fraud/v1/fraud';
import { Access, actorOf, CLOCK, grpcKey, parseRequest, type Clock } from '#service';
import { AlertQueue } from './alerts/alert-queue.ts';
import { ListAlertsFields, ResolveAlertFields, StreamAlertsFields } from './requests/alert-requests.ts';
import { ScoreOrderFields } from './requests/score-order-request.ts';
import { checkoutOf } from './scoring/checkout-of.ts';
import { InFlight } from './scoring/in-flight.ts';
import { OrderScorer } from './scoring/order-scorer.ts';
import { AlertStreams } from './stream/alert-streams.ts';

@Controller()
export class FraudController implements FraudService {
  constructor(
    private readonly access: Access,
    private readonly scorer: OrderScorer,
    private readonly scoring: InFlight,
    private readonly queue: AlertQueue,
    private readonly streams: AlertStreams,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @GrpcMethod('FraudService', 'ScoreOrder')
  async scoreOrder(request: ScoreOrderRequest, metadata?: Metadata): Promise<ScoreOrderResponse> {
    const { shop } = this.access.admit(grpcKey(metadata), 'server');
    const { order } = parseRequest(ScoreOrderFields, request);
    return this.scoring.run(() => this.scorer.score(shop.id, checkoutOf(shop, order, this.clock())));
  }

  @GrpcMethod('FraudService', 'StreamAlerts')
  streamAlerts(
    request: StreamAlertsRequest,
    metadata?: Metadata,
    call?: ServerWritableStream<StreamAlertsRequest, StreamAlertsResponse>,
  ): Observable<StreamAlertsResponse> {
    const { shop } = this.access.admit(grpcKey(metadata), 'server');
    return this.streams.open(shop.id, parseRequest(StreamAlertsFields, request), call);
  }

  @GrpcMethod('FraudService', 'ListAlerts')
  async listAlerts(request: ListAlertsRequest, metadata?: Metadata): Promise<ListAlertsResponse> {
    const { shop } = this.access.admit(grpcKey(metadata), 'server');
    return this.queue.list(shop.id, parseRequest(ListAlertsFields, request));
  }

  @GrpcMethod('FraudService', 'ResolveAlert')
  async resolveAlert(request: ResolveAlertRequest, metadata?: Metadata): Promise<ResolveAlertResponse> {
    const caller = this.access.admit(grpcKey(metadata), 'server');
    return { alert: await this.queue.resolve(actorOf(caller), parseRequest(ResolveAlertFields, request)) };
  }
}
