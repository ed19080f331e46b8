import type { Metadata, sendUnaryData, ServerReadableStream } from '@grpc/grpc-js';
import { Controller, Inject } from '@nestjs/common';
import { GrpcMethod, GrpcStreamCall } from '@nestjs/microservices';
import { from } from 'rxjs';
import { z } from 'zod';
import { CartwiseError, ItemId } from '#contracts';
import type {
  CatalogService,
  DeleteItemsRequest,
  DeleteItemsResponse,
  GetItemRequest,
  GetItemResponse,
  ListItemsRequest,
  ListItemsResponse,
  StreamUpsertItemsRequest,
  StreamUpsertItemsResponse,
  UpsertItemsRequest,
  UpsertItemsResponse,
} from '#contracts/generated/cartwise/catalog/v1/catalog';
import { Access, GrpcExceptions, grpcKey, LOGGER, parseRequest, type Logger } from '#service';
import { CatalogueService } from './catalogue.service.ts';
import { attributesOfMessage, messageOfItem } from './item-message.ts';
import { upsertAll } from './upsert-all.ts';

const ITEMS_MAX = 1_000;
const PAGE_SIZE_DEFAULT = 100;

const UpsertRequest = z.object({ items: z.array(z.unknown()).max(ITEMS_MAX) });
const DeleteRequest = z.object({ ids: z.array(ItemId).max(ITEMS_MAX) });
const GetRequest = z.object({ id: ItemId });
const ListRequest = z.object({
  pageSize: z.number().int().min(0).max(ITEMS_MAX),
  pageToken: z.string().max(256),
  productType: z.string().max(500),
});

/** The catalogue over gRPC. */
@Controller()
export class CatalogController implements Omit<CatalogService, 'streamUpsertItems'> {
  constructor(
    private readonly access: Access,
    private readonly catalogue: CatalogueService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @GrpcMethod('CatalogService')
  async upsertItems(request: UpsertItemsRequest, metadata?: Metadata): Promise<UpsertItemsResponse> {
    const { shop } = this.access.admit(grpcKey(metadata), 'server');
    parseRequest(UpsertRequest, request);
    const { accepted, faults } = await this.catalogue.upsert(shop, request.items.map(attributesOfMessage));
    return { accepted, errors: faults };
  }

  /** Reads the call itself, not an Observable of it: the sender waits while a batch is being written. */
  @GrpcStreamCall('CatalogService')
  streamUpsertItems(
    call: ServerReadableStream<StreamUpsertItemsRequest, StreamUpsertItemsResponse>,
    callback: sendUnaryData<StreamUpsertItemsResponse>,
  ): void {
    from(this.takeStream(call)).subscribe({
      next: (response) => callback(null, response),
      // Nest's filters do not see what such a method throws.
      error: (error: unknown) => callback(new GrpcExceptions(this.logger).toStatus(error)),
    });
  }

  @GrpcMethod('CatalogService')
  async deleteItems(request: DeleteItemsRequest, metadata?: Metadata): Promise<DeleteItemsResponse> {
    const { shop } = this.access.admit(grpcKey(metadata), 'server');
    return { deleted: await this.catalogue.delete(shop.id, parseRequest(DeleteRequest, request).ids) };
  }

  @GrpcMethod('CatalogService')
  async getItem(request: GetItemRequest, metadata?: Metadata): Promise<GetItemResponse> {
    const { shop } = this.access.admit(grpcKey(metadata), 'server');
    const { id } = parseRequest(GetRequest, request);
    const item = await this.catalogue.get(shop.id, id);
    if (item === undefined) throw new CartwiseError('NOT_FOUND', { field: 'id', reason: `no item "${id}"` });
    return { item: messageOfItem(item) };
  }

  @GrpcMethod('CatalogService')
  async listItems(request: ListItemsRequest, metadata?: Metadata): Promise<ListItemsResponse> {
    const { shop } = this.access.admit(grpcKey(metadata), 'server');
    const { pageSize, pageToken, productType } = parseRequest(ListRequest, request);
    const { items, nextAfterId = '' } = await this.catalogue.list({
      shopId: shop.id,
      limit: pageSize === 0 ? PAGE_SIZE_DEFAULT : pageSize,
      ...(pageToken === '' ? {} : { afterId: Buffer.from(pageToken, 'base64url').toString() }),
      ...(productType === '' ? {} : { productType }),
    });
    return { items: items.map(messageOfItem), nextPageToken: Buffer.from(nextAfterId).toString('base64url') };
  }

  private async takeStream(
    call: ServerReadableStream<StreamUpsertItemsRequest, StreamUpsertItemsResponse>,
  ): Promise<StreamUpsertItemsResponse> {
    const { shop } = this.access.admit(grpcKey(call.metadata), 'server');
    const { accepted, errors } = await upsertAll(this.catalogue, shop, rowsOf(call));
    return { accepted, errors: errors.map(({ row, ...fault }) => ({ index: row, ...fault })) };
  }
}

async function* rowsOf(call: AsyncIterable<StreamUpsertItemsRequest>) {
  let row = 0;
  for await (const { item } of call) {
    yield { kind: 'attributes' as const, row, attributes: attributesOfMessage(item) };
    row += 1;
  }
}
