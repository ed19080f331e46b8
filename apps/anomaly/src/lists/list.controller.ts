import type { Metadata } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type * as proto from '#contracts/generated/cartwise/fraud/v1/lists';
import { Access, grpcKey, parseRequest, type Caller } from '#service';
import { ListDesk } from './list-desk.ts';
import { DeleteEntriesFields, ListEntriesFields, PutEntriesFields } from './list-requests.ts';

/** The lists of a shop, over gRPC. */
@Controller()
export class ListController implements proto.ListService {
  constructor(
    private readonly access: Access,
    private readonly lists: ListDesk,
  ) {}

  @GrpcMethod('ListService', 'PutEntries')
  async putEntries(request: proto.PutEntriesRequest, metadata?: Metadata): Promise<proto.PutEntriesResponse> {
    const caller = this.admit(metadata);
    return { entries: await this.lists.put(caller, parseRequest(PutEntriesFields, request)) };
  }

  @GrpcMethod('ListService', 'DeleteEntries')
  async deleteEntries(
    request: proto.DeleteEntriesRequest,
    metadata?: Metadata,
  ): Promise<proto.DeleteEntriesResponse> {
    const caller = this.admit(metadata);
    return { deleted: await this.lists.delete(caller, parseRequest(DeleteEntriesFields, request)) };
  }

  @GrpcMethod('ListService', 'ListEntries')
  async listEntries(
    request: proto.ListEntriesRequest,
    metadata?: Metadata,
  ): Promise<proto.ListEntriesResponse> {
    const { shop } = this.admit(metadata);
    return this.lists.entries(shop.id, parseRequest(ListEntriesFields, request));
  }

  @GrpcMethod('ListService', 'ListLists')
  async listLists(_: proto.ListListsRequest, metadata?: Metadata): Promise<proto.ListListsResponse> {
    return { lists: await this.lists.summaries(this.admit(metadata).shop.id) };
  }

  private admit(metadata: Metadata | undefined): Caller {
    return this.access.admit(grpcKey(metadata), 'admin');
  }
}
