import type { Metadata } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type * as proto from '#contracts/generated/cartwise/fraud/v1/rules';
import { Access, actorOf, grpcKey, parseRequest, type Caller } from '#service';
import { RuleDesk } from './rule-desk.ts';
import { DeleteRuleFields, PutRulesFields, RuleCodeFields, SnoozeRuleFields } from './rule-requests.ts';
import { SnoozeDesk } from './snooze-desk.ts';

/** The rules of a shop, over gRPC. */
@Controller()
export class RuleController implements proto.RuleService {
  constructor(
    private readonly access: Access,
    private readonly rules: RuleDesk,
    private readonly snoozes: SnoozeDesk,
  ) {}

  @GrpcMethod('RuleService', 'PutRules')
  async putRules(request: proto.PutRulesRequest, metadata?: Metadata): Promise<proto.PutRulesResponse> {
    return this.rules.put(actorOf(this.admit(metadata)), parseRequest(PutRulesFields, request));
  }

  @GrpcMethod('RuleService', 'GetRule')
  async getRule(request: proto.GetRuleRequest, metadata?: Metadata): Promise<proto.GetRuleResponse> {
    const { shop } = this.admit(metadata);
    return { rule: await this.rules.find(shop.id, parseRequest(RuleCodeFields, request).code) };
  }

  @GrpcMethod('RuleService', 'ListRules')
  async listRules(_: proto.ListRulesRequest, metadata?: Metadata): Promise<proto.ListRulesResponse> {
    return this.rules.list(this.admit(metadata).shop.id);
  }

  @GrpcMethod('RuleService', 'ListRuleVersions')
  async listRuleVersions(
    request: proto.ListRuleVersionsRequest,
    metadata?: Metadata,
  ): Promise<proto.ListRuleVersionsResponse> {
    const { shop } = this.admit(metadata);
    return { versions: await this.rules.versions(shop.id, parseRequest(RuleCodeFields, request).code) };
  }

  @GrpcMethod('RuleService', 'DeleteRule')
  async deleteRule(request: proto.DeleteRuleRequest, metadata?: Metadata): Promise<proto.DeleteRuleResponse> {
    const caller = this.admit(metadata);
    const { code, author } = parseRequest(DeleteRuleFields, request);
    await this.rules.delete(actorOf(caller), code, author);
    return {};
  }

  @GrpcMethod('RuleService', 'SnoozeRule')
  async snoozeRule(request: proto.SnoozeRuleRequest, metadata?: Metadata): Promise<proto.SnoozeRuleResponse> {
    const caller = this.admit(metadata);
    return { snooze: await this.snoozes.snooze(caller, parseRequest(SnoozeRuleFields, request)) };
  }

  @GrpcMethod('RuleService', 'ListSnoozes')
  async listSnoozes(_: proto.ListSnoozesRequest, metadata?: Metadata): Promise<proto.ListSnoozesResponse> {
    return { snoozes: await this.snoozes.list(this.admit(metadata).shop.id) };
  }

  private admit(metadata: Metadata | undefined): Caller {
    return this.access.admit(grpcKey(metadata), 'admin');
  }
}
