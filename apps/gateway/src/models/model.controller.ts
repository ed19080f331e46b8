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
import { ExperimentDesk } from '../experiments/experiment-desk.ts';
import { toExperimentMessage } from '../experiments/to-experiment-message.ts';
import {
  ListExperimentsFields,
  ListModelsFields,
  PromoteModelFields,
  RollbackModelFields,
  StartExperimentFields,
  StopExperimentFields,
} from './requests.ts';
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
    private readonly experiments: ExperimentDesk,
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

  @GrpcMethod('ModelService', 'StartExperiment')
  async startExperiment(
    request: proto.StartExperimentRequest,
    metadata?: Metadata,
  ): Promise<proto.StartExperimentResponse> {
    const { shop } = this.access.admit(grpcKey(metadata), 'admin');
    const { version, mode, sharePercent } = parseRequest(StartExperimentFields, request);
    const row = await this.experiments.start(shop.id, version, mode, sharePercent);
    return { experiment: toExperimentMessage(row, []) };
  }

  @GrpcMethod('ModelService', 'StopExperiment')
  async stopExperiment(
    request: proto.StopExperimentRequest,
    metadata?: Metadata,
  ): Promise<proto.StopExperimentResponse> {
    const { shop } = this.access.admit(grpcKey(metadata), 'admin');
    const { mode } = parseRequest(StopExperimentFields, request);
    const { row, counts } = await this.experiments.stop(shop.id, mode);
    return { experiment: toExperimentMessage(row, counts) };
  }

  @GrpcMethod('ModelService', 'ListExperiments')
  async listExperiments(
    request: proto.ListExperimentsRequest,
    metadata?: Metadata,
  ): Promise<proto.ListExperimentsResponse> {
    const { shop } = this.access.admit(grpcKey(metadata), 'admin');
    const { limit } = parseRequest(ListExperimentsFields, request);
    const listed = await this.experiments.list(shop.id, limit);
    return { experiments: listed.map(({ row, counts }) => toExperimentMessage(row, counts)) };
  }
}
