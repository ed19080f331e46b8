import type { CallOptions } from '../calls/call-options.ts';
import type { Connection } from '../calls/connection.ts';
import type { Partially } from '../calls/partial.ts';
import { unary } from '../calls/unary.ts';
import {
  ListDeliveriesRequest,
  ReplayDeliveriesRequest,
  WebhookServiceService as METHODS,
  type ListDeliveriesResponse,
  type ReplayDeliveriesResponse,
} from '../generated/cartwise/fraud/v1/webhooks.ts';

/** What was sent to the shop's webhook, and what could not be. */
export class Webhooks {
  constructor(private readonly connection: Connection) {}

  /** Retried: it only reads. */
  list(
    request: Partially<ListDeliveriesRequest> = {},
    options?: CallOptions,
  ): Promise<ListDeliveriesResponse> {
    return unary(
      this.connection,
      METHODS.listDeliveries,
      ListDeliveriesRequest.fromPartial(request),
      options,
    );
  }

  /** Retried only when it was refused: done twice, the receiver may see a delivery twice. */
  replay(
    request: Partially<ReplayDeliveriesRequest>,
    options?: CallOptions,
  ): Promise<ReplayDeliveriesResponse> {
    return unary(this.connection, METHODS.replayDeliveries, ReplayDeliveriesRequest.fromPartial(request), {
      ...options,
      repeatable: 'if-refused',
    });
  }
}
