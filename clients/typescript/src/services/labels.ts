import type { CallOptions } from '../calls/call-options.ts';
import type { Connection } from '../calls/connection.ts';
import type { Partially } from '../calls/partial.ts';
import { unary } from '../calls/unary.ts';
import {
  LabelServiceService as METHODS,
  ListLabelsRequest,
  type ListLabelsResponse,
} from '../generated/cartwise/fraud/v1/labels.ts';

/** What is known of orders: fraud or not. */
export class Labels {
  constructor(private readonly connection: Connection) {}

  /** Retried: it only reads. */
  list(request: Partially<ListLabelsRequest> = {}, options?: CallOptions): Promise<ListLabelsResponse> {
    return unary(this.connection, METHODS.listLabels, ListLabelsRequest.fromPartial(request), options);
  }
}
