import type { CallOptions } from '../calls/call-options.ts';
import type { Connection } from '../calls/connection.ts';
import type { Partially } from '../calls/partial.ts';
import { unary } from '../calls/unary.ts';
import {
  DeletePlacementRequest,
  GetPlacementRequest,
  ListPlacementsRequest,
  PlacementServiceService as METHODS,
  PutPlacementRequest,
  type DeletePlacementResponse,
  type GetPlacementResponse,
  type ListPlacementsResponse,
  type Placement,
  type PutPlacementResponse,
} from '../generated/cartwise/recommendation/v1/recommendation.ts';

/** Where lists are shown, with what they are like there. */
export class Placements {
  constructor(private readonly connection: Connection) {}

  /** Retried: a placement that is put again is the same. */
  put(placement: Partially<Placement>, options?: CallOptions): Promise<PutPlacementResponse> {
    const request = PutPlacementRequest.fromPartial({ placement });
    return unary(this.connection, METHODS.putPlacement, request, options);
  }

  get(id: string, options?: CallOptions): Promise<GetPlacementResponse> {
    return unary(this.connection, METHODS.getPlacement, GetPlacementRequest.fromPartial({ id }), options);
  }

  list(options?: CallOptions): Promise<ListPlacementsResponse> {
    return unary(this.connection, METHODS.listPlacements, ListPlacementsRequest.fromPartial({}), options);
  }

  /** A retry after a lost answer finds none, and says NOT_FOUND. */
  delete(id: string, options?: CallOptions): Promise<DeletePlacementResponse> {
    return unary(
      this.connection,
      METHODS.deletePlacement,
      DeletePlacementRequest.fromPartial({ id }),
      options,
    );
  }
}
