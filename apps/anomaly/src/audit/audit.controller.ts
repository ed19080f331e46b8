import type { Metadata } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type * as proto from '#contracts/generated/cartwise/fraud/v1/audit';
import { AuditStore } from '#database';
import { Access, grpcKey, parseRequest, profileSubject } from '#service';
import { pageTokenOf, positionOf } from '../requests/page-token.ts';
import { ListAuditFields } from './list-audit-fields.ts';

/** Reads the audit log. Nothing is changed here: entries come with what they tell of. */
@Controller()
export class AuditController implements proto.AuditService {
  constructor(
    private readonly access: Access,
    private readonly store: AuditStore,
  ) {}

  @GrpcMethod('AuditService', 'ListAuditEntries')
  async listAuditEntries(
    request: proto.ListAuditEntriesRequest,
    metadata?: Metadata,
  ): Promise<proto.ListAuditEntriesResponse> {
    const { shop } = this.access.admit(grpcKey(metadata), 'admin');
    const { pageSize, pageToken, subjectKind, subjectId, ...asked } = parseRequest(ListAuditFields, request);
    const before = positionOf(pageToken);
    const entries = await this.store.list(shop.id, {
      ...(asked.actor === '' ? {} : { actor: asked.actor }),
      ...(asked.action === '' ? {} : { action: asked.action }),
      ...(subjectKind === '' ? {} : { subjectKind }),
      ...(subjectId === ''
        ? {}
        : { subjectId: subjectKind === 'profile' ? profileSubject(shop, subjectId).id : subjectId }),
      ...(asked.untilMs === 0 ? {} : { untilMs: asked.untilMs }),
      fromMs: asked.fromMs,
      ...(before === undefined ? {} : { beforeSequence: before.at }),
      limit: pageSize,
    });
    const last = entries.length === pageSize ? entries.at(-1) : undefined;
    return {
      entries,
      nextPageToken: last === undefined ? '' : pageTokenOf({ at: last.sequence, id: '' }),
    };
  }
}
