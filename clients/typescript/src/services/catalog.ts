import type { CallOptions } from '../calls/call-options.ts';
import type { Connection } from '../calls/connection.ts';
import type { Partially } from '../calls/partial.ts';
import { unary } from '../calls/unary.ts';
import { writeStream } from '../calls/write-stream.ts';
import {
  CatalogServiceService as METHODS,
  DeleteItemsRequest,
  GetItemRequest,
  ListItemsRequest,
  StreamUpsertItemsRequest,
  UpsertItemsRequest,
  type DeleteItemsResponse,
  type GetItemResponse,
  type Item,
  type ListItemsResponse,
  type StreamUpsertItemsResponse,
  type UpsertItemsResponse,
} from '../generated/cartwise/catalog/v1/catalog.ts';

type Items = AsyncIterable<Partially<Item>> | Iterable<Partially<Item>>;

/** The product catalogue. Single calls are retried: an item has one id, and is replaced, deleted or read by it. */
export class Catalog {
  constructor(private readonly connection: Connection) {}

  /** Adds or replaces at most 1,000 items. */
  upsertItems(items: readonly Partially<Item>[], options?: CallOptions): Promise<UpsertItemsResponse> {
    const request = UpsertItemsRequest.fromPartial({ items });
    return unary(this.connection, METHODS.upsertItems, request, options);
  }

  /** Adds or replaces any number of items, as fast as the service takes them. Not retried; may be done again. */
  streamUpsertItems(items: Items, options?: CallOptions): Promise<StreamUpsertItemsResponse> {
    return writeStream(this.connection, METHODS.streamUpsertItems, requestsOf(items), options);
  }

  /** A retry after a lost answer counts what was deleted before as not there. */
  deleteItems(ids: readonly string[], options?: CallOptions): Promise<DeleteItemsResponse> {
    return unary(this.connection, METHODS.deleteItems, DeleteItemsRequest.fromPartial({ ids }), options);
  }

  getItem(id: string, options?: CallOptions): Promise<GetItemResponse> {
    return unary(this.connection, METHODS.getItem, GetItemRequest.fromPartial({ id }), options);
  }

  listItems(request: Partially<ListItemsRequest> = {}, options?: CallOptions): Promise<ListItemsResponse> {
    return unary(this.connection, METHODS.listItems, ListItemsRequest.fromPartial(request), options);
  }
}

async function* requestsOf(items: Items): AsyncGenerator<StreamUpsertItemsRequest> {
  for await (const item of items) yield StreamUpsertItemsRequest.fromPartial({ item });
}
