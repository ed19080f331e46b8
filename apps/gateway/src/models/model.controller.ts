import { Controller, Inject } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { Metadata } from '@grpc/grpc-js';
import type * as proto from '#contracts/generated/cartwise/models/v1/models';
import { Database, ModelStore } from '#database';
import { OutboxRelay } from '#event-log';
import {
  Access,
  CLOCK,
  grpcKey,
  promoteModel,
  rollbackModel,
  type Clock,
  type PromotionDependencies,
  parseRequest,
} from '#service';
import { ListModelsFields, PromoteModelFields, RollbackModelFields } from './requests.ts';
import { toModelMessage } from './to-model-message.ts';

@Controller()
export class ModelController implements proto.ModelService {
  private readonly promotion: PromotionDependencies;

  constructor(
    private readonly access: Access,
    private readonly models: ModelStore,
    database: Database,
    outbox: OutboxRelay,
    @Inject(CLOCK) clock: Clock,
  ) {
    this.promotion = { database, models, outbox, clock };
  }

  @GrpcMethod('ModelService', 'ListModels')
  async listModels(request: proto.ListModelsRequest, metadata?: Metadata): Promise<proto.ListModelsResponse> {
    const { shop } = this.access.admit(grpcKey(metadata), 'admin');
    const { kind, limit } = parseRequest(ListModelsFields, request);
    return { models: (await this.models.list(shop.id, kind, limit)).map(toModelMessage) };
  }

  @GrpcMethod('ModelService', 'PromoteModel')
  async promoteModel(
    request: proto.PromoteModelRequest,
    metadata?: Metadata,
  ): Promise<proto.PromoteModelResponse> {
    const { shop } = this.access.admit(grpcKey(metadata), 'admin');
    const { version } = parseRequest(PromoteModelFields, request);
    return { model: toModelMessage(await promoteModel(this.promotion, shop.id, version)) };
  }

  @GrpcMethod('ModelService', 'RollbackModel')
  async rollbackModel(
    request: proto.RollbackModelRequest,
    metadata?: Metadata,
  ): Promise<proto.RollbackModelResponse> {
    const { shop } = this.access.admit(grpcKey(metadata), 'admin');
    const { kind } = parseRequest(RollbackModelFields, request);
    return { model: toModelMessage(await rollbackModel(this.promotion, shop.id, kind)) };
  }
}
