import type { CallOptions } from '../calls/call-options.ts';
import type { Connection } from '../calls/connection.ts';
import type { Partially } from '../calls/partial.ts';
import { unary } from '../calls/unary.ts';
import {
  ListModelsRequest,
  ModelServiceService as METHODS,
  PromoteModelRequest,
  RollbackModelRequest,
  type ListModelsResponse,
  type PromoteModelResponse,
  type RollbackModelResponse,
} from '../generated/cartwise/models/v1/models.ts';

/** Model versions: what was trained, how good it was, what serves. */
export class Models {
  constructor(private readonly connection: Connection) {}

  /** Retried: it only reads. */
  list(request: Partially<ListModelsRequest>, options?: CallOptions): Promise<ListModelsResponse> {
    return unary(this.connection, METHODS.listModels, ListModelsRequest.fromPartial(request), options);
  }

  /** Retried: a champion that is promoted again stays champion. */
  promote(request: Partially<PromoteModelRequest>, options?: CallOptions): Promise<PromoteModelResponse> {
    return unary(this.connection, METHODS.promoteModel, PromoteModelRequest.fromPartial(request), options);
  }

  /** Retried only when it was refused: done twice, it goes back two champions. */
  rollback(request: Partially<RollbackModelRequest>, options?: CallOptions): Promise<RollbackModelResponse> {
    return unary(this.connection, METHODS.rollbackModel, RollbackModelRequest.fromPartial(request), {
      ...options,
      repeatable: 'if-refused',
    });
  }
}
