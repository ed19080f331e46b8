import type { Metadata } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { LabelSource } from '#contracts';
import * as proto from '#contracts/generated/cartwise/fraud/v1/labels';
import { LabelStore } from '#database';
import { Access, grpcKey, parseRequest } from '#service';
import { pageTokenOf, positionOf } from '../requests/page-token.ts';
import { ListLabelsFields } from './list-labels-fields.ts';

const NAMES: Readonly<Record<LabelSource, proto.LabelSource>> = {
  chargeback: proto.LabelSource.LABEL_SOURCE_CHARGEBACK,
  analyst: proto.LabelSource.LABEL_SOURCE_ANALYST,
  refund: proto.LabelSource.LABEL_SOURCE_REFUND,
  rule: proto.LabelSource.LABEL_SOURCE_RULE,
};

@Controller()
export class LabelController implements proto.LabelService {
  constructor(
    private readonly access: Access,
    private readonly labels: LabelStore,
  ) {}

  @GrpcMethod('LabelService', 'ListLabels')
  async listLabels(request: proto.ListLabelsRequest, metadata?: Metadata): Promise<proto.ListLabelsResponse> {
    const { shop } = this.access.admit(grpcKey(metadata), 'server');
    const { orderId, source: asked, pageSize, pageToken } = parseRequest(ListLabelsFields, request);
    const before = positionOf(pageToken);
    // The names are keys of NAMES.
    const source = (Object.keys(NAMES) as LabelSource[]).find((name) => NAMES[name] === asked);
    const labels = await this.labels.list(shop.id, {
      ...(orderId === '' ? {} : { orderId }),
      ...(source === undefined ? {} : { source }),
      ...(before === undefined ? {} : { beforeLabelId: before.at }),
      limit: pageSize,
    });
    const last = labels.length === pageSize ? labels.at(-1) : undefined;
    return {
      labels: labels.map((label) => ({ ...label, source: NAMES[label.source] })),
      nextPageToken: last === undefined ? '' : pageTokenOf({ at: last.labelId, id: '' }),
    };
  }
}
