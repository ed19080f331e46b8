import type { CallOptions } from '../calls/call-options.ts';
import type { Connection } from '../calls/connection.ts';
import type { Partially } from '../calls/partial.ts';
import { unary } from '../calls/unary.ts';
import {
  DriftServiceService as METHODS,
  ListDriftReportsRequest,
  type ListDriftReportsResponse,
} from '../generated/cartwise/fraud/v1/drift.ts';

/** How far orders have moved from those that the fraud model was trained on. */
export class Drift {
  constructor(private readonly connection: Connection) {}

  /** Retried: it only reads. */
  list(
    request: Partially<ListDriftReportsRequest> = {},
    options?: CallOptions,
  ): Promise<ListDriftReportsResponse> {
    return unary(
      this.connection,
      METHODS.listDriftReports,
      ListDriftReportsRequest.fromPartial(request),
      options,
    );
  }
}
