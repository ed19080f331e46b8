import type { Metadata } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type * as proto from '#contracts/generated/cartwise/fraud/v1/costs';
import { Access, actorOf, grpcKey, parseRequest } from '#service';
import { CostDesk } from './cost-desk.ts';
import { PutCostsFields } from './cost-requests.ts';

/** What decisions cost a shop, over gRPC. */
@Controller()
export class CostController implements proto.CostService {
  constructor(
    private readonly access: Access,
    private readonly costs: CostDesk,
  ) {}

  @GrpcMethod('CostService', 'GetCosts')
  async getCosts(_: proto.GetCostsRequest, metadata?: Metadata): Promise<proto.GetCostsResponse> {
    const { shop } = this.access.admit(grpcKey(metadata), 'admin');
    return { costs: await this.costs.list(shop) };
  }

  @GrpcMethod('CostService', 'PutCosts')
  async putCosts(request: proto.PutCostsRequest, metadata?: Metadata): Promise<proto.PutCostsResponse> {
    const caller = this.access.admit(grpcKey(metadata), 'admin');
    return { costs: await this.costs.put(actorOf(caller), parseRequest(PutCostsFields, request)) };
  }
}
