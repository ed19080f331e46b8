import type { Metadata } from '@grpc/grpc-js';
import { Controller, Inject } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type * as proto from '#contracts/generated/cartwise/fraud/v1/cases';
import { AlertStore, CaseStore } from '#database';
import { Access, actorOf, AuditTrail, CLOCK, grpcKey, parseRequest, type Clock } from '#service';
import { pageTokenOf, positionOf } from '../requests/page-token.ts';
import { CaseDesk, caseNotFound } from './case-desk.ts';
import { ChangeCaseFields, GetCaseFields, ListCasesFields } from './case-requests.ts';

@Controller()
export class CaseController implements proto.CaseService {
  constructor(
    private readonly access: Access,
    private readonly cases: CaseStore,
    private readonly alerts: AlertStore,
    private readonly desk: CaseDesk,
    private readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @GrpcMethod('CaseService', 'ListCases')
  async listCases(request: proto.ListCasesRequest, metadata?: Metadata): Promise<proto.ListCasesResponse> {
    const { shop } = this.access.admit(grpcKey(metadata), 'server');
    const { pageSize, pageToken, ...asked } = parseRequest(ListCasesFields, request);
    const after = positionOf(pageToken);
    const filter = {
      ...(asked.state === undefined ? {} : { state: asked.state }),
      ...(asked.assignee === '' && !asked.unassigned ? {} : { assignee: asked.assignee }),
      ...(asked.tag === '' ? {} : { tag: asked.tag }),
      ...(asked.entityKind === '' ? {} : { entity: { kind: asked.entityKind, id: asked.entityId } }),
    };
    const cases = await this.cases.list(shop.id, filter, {
      limit: pageSize,
      after: after && { openedAtMs: after.at, caseId: after.id },
      nowMs: this.clock(),
    });
    const last = cases.length === pageSize ? cases.at(-1) : undefined;
    return {
      cases,
      nextPageToken: last === undefined ? '' : pageTokenOf({ at: last.openedAtMs, id: last.caseId }),
    };
  }

  @GrpcMethod('CaseService', 'GetCase')
  async getCase(request: proto.GetCaseRequest, metadata?: Metadata): Promise<proto.GetCaseResponse> {
    const caller = this.access.admit(grpcKey(metadata), 'server');
    const { caseId } = parseRequest(GetCaseFields, request);
    const found = await this.cases.find(caller.shop.id, caseId, this.clock());
    if (found === undefined) throw caseNotFound(caseId);
    await this.audit.viewed(actorOf(caller), { kind: 'case', id: caseId });
    return {
      case: found,
      alerts: await this.alerts.ofCase(caller.shop.id, caseId),
      history: await this.cases.history(caller.shop.id, caseId),
    };
  }

  @GrpcMethod('CaseService', 'ChangeCase')
  async changeCase(request: proto.ChangeCaseRequest, metadata?: Metadata): Promise<proto.ChangeCaseResponse> {
    const caller = this.access.admit(grpcKey(metadata), 'server');
    return this.desk.change(actorOf(caller), parseRequest(ChangeCaseFields, request));
  }
}
