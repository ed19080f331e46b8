import type { CallOptions } from '../calls/call-options.ts';
import type { Connection } from '../calls/connection.ts';
import type { Partially } from '../calls/partial.ts';
import { unary } from '../calls/unary.ts';
import {
  AuditServiceService as METHODS,
  ListAuditEntriesRequest,
  type ListAuditEntriesResponse,
} from '../generated/cartwise/fraud/v1/audit.ts';

/** Who changed what, and who looked at personal data. */
export class AuditLog {
  constructor(private readonly connection: Connection) {}

  /** Retried: it only reads. */
  list(
    request: Partially<ListAuditEntriesRequest> = {},
    options?: CallOptions,
  ): Promise<ListAuditEntriesResponse> {
    const message = ListAuditEntriesRequest.fromPartial(request);
    return unary(this.connection, METHODS.listAuditEntries, message, options);
  }
}
