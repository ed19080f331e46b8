import type { Metadata } from '@grpc/grpc-js';
import { Controller, Inject } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { z } from 'zod';
import { CartwiseError, recordKey, TOPICS, type ShopId } from '#contracts';
import * as proto from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { Database, PlacementStore } from '#database';
import { enqueue, outboxRecord, OutboxRelay } from '#event-log';
import { Access, CLOCK, grpcKey, parseRequest, type Clock } from '#service';
import { PlacementFields, PlacementId } from '../recommendation/requests.ts';
import { ShopViews } from '../recommendation/shop-views.ts';
import { placementSettings } from './placement-settings.ts';

/** Each is held in memory by every gateway. */
const PLACEMENTS_MAX = 200;

const PutFields = z.object({ placement: PlacementFields });
const IdFields = z.object({ id: PlacementId });

/** Placements, over gRPC; each change goes out on placements.v1 in the same transaction. */
@Controller()
export class PlacementController implements proto.PlacementService {
  constructor(
    private readonly access: Access,
    private readonly views: ShopViews,
    private readonly placements: PlacementStore,
    private readonly database: Database,
    private readonly outbox: OutboxRelay,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @GrpcMethod('PlacementService')
  async putPlacement(
    request: proto.PutPlacementRequest,
    metadata?: Metadata,
  ): Promise<proto.PutPlacementResponse> {
    const { shop } = this.access.admit(grpcKey(metadata), 'admin');
    const { placement: asked } = parseRequest(PutFields, request);
    const { compile } = this.views.of(shop);
    placementSettings(asked, (expression, field) => compile(expression, `placement.${field}`));
    const placement = proto.Placement.fromPartial({ ...request.placement, updatedAtMs: this.clock() });
    await this.database.transaction(async (sql) => {
      if (!(await this.placements.put(sql, shop.id, placement, PLACEMENTS_MAX))) {
        throw new CartwiseError('CONFLICT', { reason: `a shop has at most ${PLACEMENTS_MAX} placements` });
      }
      await enqueue(sql, [outboxRecord(TOPICS.placements, recordKey(shop.id, placement.id), placement)]);
    });
    this.outbox.wake();
    return { placement };
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
    const { shop } = this.access.admit(grpcKey(metadata), 'admin');
    const { id } = parseRequest(IdFields, request);
    await this.delete(shop.id, id);
    this.outbox.wake();
    return {};
  }

  private async delete(shopId: ShopId, id: string): Promise<void> {
    await this.database.transaction(async (sql) => {
      if (!(await this.placements.delete(sql, shopId, id))) notFound(id);
      await enqueue(sql, [outboxRecord(TOPICS.placements, recordKey(shopId, id), null)]);
    });
  }
}

function notFound(id: string): never {
  throw new CartwiseError('NOT_FOUND', {
    field: 'id',
    reason: `there is no placement ${JSON.stringify(id)}`,
  });
}
