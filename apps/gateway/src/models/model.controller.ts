import { Controller, Inject } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { Metadata } from '@grpc/grpc-js';
import type { ModelVersionId, ShopId } from '#contracts';
import type * as proto from '#contracts/generated/cartwise/models/v1/models';
import { Database, ModelStore } from '#database';
import {
  Access,
  actorOf,
  AuditTrail,
  CLOCK,
  findModel,
  grpcKey,
  promoteModel,
  rollbackModel,
  type Clock,
  type PromotionDependencies,
  parseRequest,
} from '#service';
import { ArmGuard } from '../experiments/arm-guard.ts';
import { ExperimentDesk } from '../experiments/experiment-desk.ts';
import { toExperimentMessage } from '../experiments/to-experiment-message.ts';
import {
  ExplainModelFields,
  ListExperimentsFields,
  ListModelsFields,
  PromoteModelFields,
  RollbackModelFields,
  StartExperimentFields,
  StopExperimentFields,
} from './requests.ts';
import { ModelRetellings } from './model-retellings.ts';
import { toModelMessage } from './to-model-message.ts';

@Controller()
export class ModelController implements proto.ModelService {
  private readonly promotion: PromotionDependencies;

  constructor(
    private readonly access: Access,
    private readonly models: ModelStore,
    database: Database,
    @Inject(CLOCK) clock: Clock,
    private readonly experiments: ExperimentDesk,
    private readonly retellings: ModelRetellings,
    private readonly guard: ArmGuard,
    audit: AuditTrail,
  ) {
    this.promotion = { database, models, clock, audit };
  }

  @GrpcMethod('ModelService', 'ListModels')
  async listModels(request: proto.ListModelsRequest, metadata?: Metadata): Promise<proto.ListModelsResponse> {
    const { shop } = this.access.admit(grpcKey(metadata), 'admin');
    const { kind, limit, version } = parseRequest(ListModelsFields, request);
    const models =
      version === undefined
        ? await this.models.list(shop.id, kind, limit)
        : [await findModel(this.models, shop.id, version)];
    return { models: models.map(toModelMessage) };
  }

  @GrpcMethod('ModelService', 'PromoteModel')
  async promoteModel(
    request: proto.PromoteModelRequest,
    metadata?: Metadata,
  ): Promise<proto.PromoteModelResponse> {
    const caller = this.access.admit(grpcKey(metadata), 'admin');
    const { version } = parseRequest(PromoteModelFields, request);
    await promoteModel(this.promotion, actorOf(caller), version);
    return this.serving(caller.shop.id, version);
  }

  @GrpcMethod('ModelService', 'RollbackModel')
  async rollbackModel(
    request: proto.RollbackModelRequest,
    metadata?: Metadata,
  ): Promise<proto.RollbackModelResponse> {
    const caller = this.access.admit(grpcKey(metadata), 'admin');
    const { kind } = parseRequest(RollbackModelFields, request);
    const { version } = await rollbackModel(this.promotion, actorOf(caller), kind);
    return this.serving(caller.shop.id, version);
  }

  @GrpcMethod('ModelService', 'ExplainModel')
  async explainModel(
    request: proto.ExplainModelRequest,
    metadata?: Metadata,
  ): Promise<proto.ExplainModelResponse> {
    const { shop } = this.access.admit(grpcKey(metadata), 'admin');
    const { version } = parseRequest(ExplainModelFields, request);
    return this.retellings.of(shop.id, version);
  }

  @GrpcMethod('ModelService', 'StartExperiment')
  async startExperiment(
    request: proto.StartExperimentRequest,
    metadata?: Metadata,
  ): Promise<proto.StartExperimentResponse> {
    const caller = this.access.admit(grpcKey(metadata), 'admin');
    const { version, mode, sharePercent } = parseRequest(StartExperimentFields, request);
    const row = await this.experiments.start(actorOf(caller), version, mode, sharePercent);
    return { experiment: toExperimentMessage({ row, counts: [], decisions: [] }) };
  }

  @GrpcMethod('ModelService', 'StopExperiment')
  async stopExperiment(
    request: proto.StopExperimentRequest,
    metadata?: Metadata,
  ): Promise<proto.StopExperimentResponse> {
    const caller = this.access.admit(grpcKey(metadata), 'admin');
    const { mode } = parseRequest(StopExperimentFields, request);
    return { experiment: toExperimentMessage(await this.experiments.stop(actorOf(caller), mode)) };
  }

  @GrpcMethod('ModelService', 'ListExperiments')
  async listExperiments(
    request: proto.ListExperimentsRequest,
    metadata?: Metadata,
  ): Promise<proto.ListExperimentsResponse> {
    const { shop } = this.access.admit(grpcKey(metadata), 'admin');
    const { limit } = parseRequest(ListExperimentsFields, request);
    const listed = await this.experiments.list(shop.id, limit);
    return { experiments: listed.map(toExperimentMessage) };
  }

  /** What was tried beside the champion before has ended then, and its figures are in the record. */
  private async serving(
    shopId: ShopId,
    version: ModelVersionId,
  ): Promise<{ readonly model: proto.ModelVersion }> {
    await this.guard.look(shopId);
    return { model: toModelMessage(await findModel(this.models, shopId, version)) };
  }
}
