import type { CallOptions } from '../calls/call-options.ts';
import type { Connection } from '../calls/connection.ts';
import type { Partially } from '../calls/partial.ts';
import { unary } from '../calls/unary.ts';
import {
  CaseServiceService as METHODS,
  ChangeCaseRequest,
  GetCaseRequest,
  ListCasesRequest,
  type ChangeCaseResponse,
  type GetCaseResponse,
  type ListCasesResponse,
} from '../generated/cartwise/fraud/v1/cases.ts';

/** Alerts that share a user, device, card or address, worked on as one. */
export class Cases {
  constructor(private readonly connection: Connection) {}

  /** Retried: it only reads. */
  list(request: Partially<ListCasesRequest> = {}, options?: CallOptions): Promise<ListCasesResponse> {
    return unary(this.connection, METHODS.listCases, ListCasesRequest.fromPartial(request), options);
  }

  /** Retried: it only reads, and the audit log has a look once an hour. */
  get(caseId: string, options?: CallOptions): Promise<GetCaseResponse> {
    return unary(this.connection, METHODS.getCase, GetCaseRequest.fromPartial({ caseId }), options);
  }

  /** Retried only when it was refused: done twice, the second finds another version. */
  change(request: Partially<ChangeCaseRequest>, options?: CallOptions): Promise<ChangeCaseResponse> {
    return unary(this.connection, METHODS.changeCase, ChangeCaseRequest.fromPartial(request), {
      ...options,
      repeatable: 'if-refused',
    });
  }
}
