import type { CallOptions } from '../calls/call-options.ts';
import type { Connection } from '../calls/connection.ts';
import type { Partially } from '../calls/partial.ts';
import { readStream } from '../calls/read-stream.ts';
import { unary } from '../calls/unary.ts';
import {
  FraudServiceService as METHODS,
  ListAlertsRequest,
  type Order,
  ResolveAlertRequest,
  ScoreOrderRequest,
  StreamAlertsRequest,
  type Alert,
  type ListAlertsResponse,
  type ResolveAlertResponse,
  type ScoreOrderResponse,
} from '../generated/cartwise/fraud/v1/fraud.ts';

/** Fraud decisions and the alert queue. */
export class Fraud {
  constructor(private readonly connection: Connection) {}

  /** At checkout, before it is paid. Retried: an order opens one alert, however often it is scored. */
  scoreOrder(order: Partially<Order>, options?: CallOptions): Promise<ScoreOrderResponse> {
    const request = ScoreOrderRequest.fromPartial({ order });
    return unary(this.connection, METHODS.scoreOrder, request, options);
  }

  /** Retried: it only reads. */
  listAlerts(request: Partially<ListAlertsRequest> = {}, options?: CallOptions): Promise<ListAlertsResponse> {
    return unary(this.connection, METHODS.listAlerts, ListAlertsRequest.fromPartial(request), options);
  }

  /** Retried: the same outcome twice leaves the alert as once. */
  resolveAlert(
    request: Partially<ResolveAlertRequest>,
    options?: CallOptions,
  ): Promise<ResolveAlertResponse> {
    return unary(this.connection, METHODS.resolveAlert, ResolveAlertRequest.fromPartial(request), options);
  }

  /** Alerts as they are raised, until the signal or the reader ends it. After a break begin again with `sinceMs`. */
  async *streamAlerts({
    signal,
    ...request
  }: Partially<StreamAlertsRequest> & { readonly signal?: AbortSignal } = {}): AsyncGenerator<
    Alert,
    void,
    undefined
  > {
    const options = signal === undefined ? {} : { signal };
    const stream = readStream(
      this.connection,
      METHODS.streamAlerts,
      StreamAlertsRequest.fromPartial(request),
      options,
    );
    for await (const { alert } of stream) if (alert) yield alert;
  }
}
