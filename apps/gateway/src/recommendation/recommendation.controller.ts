import { randomUUID } from 'node:crypto';
import { Controller, Inject } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { Metadata } from '@grpc/grpc-js';
import type * as proto from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { Access, grpcKey, LOGGER, parseRequest, type Logger } from '#service';
import type { FilterRules } from '../filter/item-filter.ts';
import { GatewayMetrics } from '../metrics/gateway-metrics.ts';
import { Shoppers } from '../profiles/shoppers.ts';
import { Ranker } from '../ranking/ranker.ts';
import type { Answer, Wanted } from './answer.ts';
import { boughtTogether } from './bought-together.ts';
import { recommend } from './recommend.ts';
import * as fields from './requests.ts';
import { rerank } from './rerank.ts';
import type { ShopView } from './shop-view.ts';
import { ShopViews } from './shop-views.ts';
import { similarItems } from './similar-items.ts';
import { trending } from './trending.ts';

@Controller()
export class RecommendationController implements proto.RecommendationService {
  constructor(
    private readonly access: Access,
    private readonly views: ShopViews,
    private readonly shoppers: Shoppers,
    private readonly ranker: Ranker,
    private readonly metrics: GatewayMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @GrpcMethod('RecommendationService', 'Recommend')
  async recommend(request: proto.RecommendRequest, metadata?: Metadata): Promise<proto.RecommendResponse> {
    const view = this.viewFor(metadata);
    const asked = parseRequest(fields.RecommendFields, request);
    let profileVersion = 0;
    const reply = await this.answer('Recommend', async () => {
      const known = await this.shoppers.find(view.shopId, asked);
      const answer = await recommend(view, known, this.ranker, {
        ...toWanted(asked),
        includeSeen: asked.includeSeen,
      });
      profileVersion = answer.profileVersion;
      return answer;
    });
    this.metrics.countPlacement(asked.placement, reply.strategy);
    return { ...reply, profileVersion };
  }

  @GrpcMethod('RecommendationService', 'SimilarItems')
  async similarItems(
    request: proto.SimilarItemsRequest,
    metadata?: Metadata,
  ): Promise<proto.SimilarItemsResponse> {
    const view = this.viewFor(metadata);
    const asked = parseRequest(fields.SimilarItemsFields, request);
    return this.answer('SimilarItems', () => similarItems(view, this.ranker, asked.itemId, toWanted(asked)));
  }

  @GrpcMethod('RecommendationService', 'BoughtTogether')
  async boughtTogether(
    request: proto.BoughtTogetherRequest,
    metadata?: Metadata,
  ): Promise<proto.BoughtTogetherResponse> {
    const view = this.viewFor(metadata);
    const asked = parseRequest(fields.BoughtTogetherFields, request);
    return this.answer('BoughtTogether', () => boughtTogether(view, asked.itemIds, toWanted(asked)));
  }

  @GrpcMethod('RecommendationService', 'Trending')
  async trending(request: proto.TrendingRequest, metadata?: Metadata): Promise<proto.TrendingResponse> {
    const view = this.viewFor(metadata);
    const asked = parseRequest(fields.TrendingFields, request);
    return this.answer('Trending', () => trending(view, toWanted(asked)));
  }

  @GrpcMethod('RecommendationService', 'Rerank')
  async rerank(request: proto.RerankRequest, metadata?: Metadata): Promise<proto.RerankResponse> {
    const view = this.viewFor(metadata);
    const { itemIds, limit, filter: rules, ...identity } = parseRequest(fields.RerankFields, request);
    return this.answer('Rerank', async () => {
      const known = await this.shoppers.find(view.shopId, identity);
      return rerank(view, known, this.ranker, { itemIds, limit, rules });
    });
  }

  private viewFor(metadata: Metadata | undefined): ShopView {
    return this.views.of(this.access.admit(grpcKey(metadata), 'server').shop);
  }

  private async answer(method: string, work: () => Promise<Answer>): Promise<proto.TrendingResponse> {
    const stopTimer = this.metrics.durations.startTimer({ method });
    const { failures, degradedReason, ...answer } = await work();
    stopTimer();
    const degraded = degradedReason !== undefined;
    this.metrics.requests.inc({ method, strategy: answer.strategy, degraded: String(degraded) });
    for (const { strategy, error } of failures) {
      this.logger.error({ method, strategy, err: error }, 'a strategy failed; the next one answered');
    }
    return { recommendationId: randomUUID(), ...answer, degraded, degradedReason: degradedReason ?? '' };
  }
}

function toWanted(asked: {
  readonly limit: number;
  readonly filter: FilterRules;
  readonly excludeItemIds: ReadonlySet<string>;
}): Wanted {
  return { limit: asked.limit, rules: asked.filter, exclude: asked.excludeItemIds };
}
