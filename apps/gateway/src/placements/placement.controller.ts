import type { Metadata } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { z } from 'zod';
import { CartwiseError } from '#contracts';
import type * as proto from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { PlacementStore } from '#database';
import { Access, actorOf, grpcKey, parseRequest } from '#service';
import { PlacementFields, PlacementId } from '../recommendation/requests.ts';
import { ShopViews } from '../recommendation/shop-views.ts';
import { PlacementDesk } from './placement-desk.ts';
import { placementSettings } from './placement-settings.ts';

const PutFields = z.object({ placement: PlacementFields });
const IdFields = z.object({ id: PlacementId });

/** Placements, over gRPC. */
@Controller()
export class PlacementController implements proto.PlacementService {
  constructor(
    private readonly access: Access,
    private readonly views: ShopViews,
    private readonly placements: PlacementStore,
    private readonly desk: PlacementDesk,
  ) {}

  @GrpcMethod('PlacementService')
  async putPlacement(
    request: proto.PutPlacementRequest,
    metadata?: Metadata,
  ): Promise<proto.PutPlacementResponse> {
    const caller = this.access.admit(grpcKey(metadata), 'admin');
    const { placement: asked } = parseRequest(PutFields, request);
    const { compile } = this.views.of(caller.shop);
    placementSettings(asked, (expression, field) => compile(expression, `placement.${field}`));
    return { placement: await this.desk.put(actorOf(caller), request.placement ?? {}) };
  }

  @GrpcMethod('PlacementService')
  async getPlacement(
    request: proto.GetPlacementRequest,
    metadata?: Metadata,
  ): Promise<proto.GetPlacementResponse> {
    const { shop } = this.access.admit(grpcKey(metadata), 'admin');
    const { id } = parseRequest(IdFields, request);
    return { placement: (await this.placements.find(shop.id, id)) ?? notFound(id) };
  }

  @GrpcMethod('PlacementService')
  async listPlacements(
    _: proto.ListPlacementsRequest,
    metadata?: Metadata,
  ): Promise<proto.ListPlacementsResponse> {
    const { shop } = this.access.admit(grpcKey(metadata), 'admin');
    return { placements: await this.placements.list(shop.id) };
  }

  @GrpcMethod('PlacementService')
  async deletePlacement(
    request: proto.DeletePlacementRequest,
    metadata?: Metadata,
  ): Promise<proto.DeletePlacementResponse> {
    const caller = this.access.admit(grpcKey(metadata), 'admin');
    const { id } = parseRequest(IdFields, request);
    if (!(await this.desk.delete(actorOf(caller), id))) notFound(id);
    return {};
  }
}

function notFound(id: string): never {
  throw new CartwiseError('NOT_FOUND', {
    field: 'id',
    reason: `there is no placement ${JSON.stringify(id)}`,
  });
}
