import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { Metadata } from '@grpc/grpc-js';
import { CartwiseError, profileKey } from '#contracts';
import type {
  GetProfileRequest,
  GetProfileResponse,
  ProfileService,
} from '#contracts/generated/cartwise/profile/v1/profile';
import { ProfileStore } from '#database';
import { Access, actorOf, AuditTrail, grpcKey, profileSubject } from '#service';
import { parseShopper } from './parse-shopper.ts';

@Controller()
export class ProfileController implements ProfileService {
  constructor(
    private readonly access: Access,
    private readonly profiles: ProfileStore,
    private readonly audit: AuditTrail,
  ) {}

  @GrpcMethod('ProfileService', 'GetProfile')
  async getProfile(request: GetProfileRequest, metadata?: Metadata): Promise<GetProfileResponse> {
    const caller = this.access.admit(grpcKey(metadata), 'server');
    const { shop } = caller;
    const profileId = profileKey(parseShopper(request));
    const profile = await this.profiles.find(shop.id, profileId);
    if (profile === undefined)
      throw new CartwiseError('NOT_FOUND', { reason: 'no event named this shopper' });
    await this.audit.viewed(actorOf(caller), profileSubject(shop, profileId));
    return { profile };
  }
}
