import type { CallOptions } from '../calls/call-options.ts';
import type { Connection } from '../calls/connection.ts';
import type { Partially } from '../calls/partial.ts';
import { unary } from '../calls/unary.ts';
import {
  GetProfileRequest,
  ProfileServiceService as METHODS,
  type GetProfileResponse,
} from '../generated/cartwise/profile/v1/profile.ts';

/** What is known of one shopper. */
export class Profiles {
  constructor(private readonly connection: Connection) {}

  /** Retried: it only reads. */
  get(request: Partially<GetProfileRequest>, options?: CallOptions): Promise<GetProfileResponse> {
    return unary(this.connection, METHODS.getProfile, GetProfileRequest.fromPartial(request), options);
  }
}
