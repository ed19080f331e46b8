import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { Metadata } from '@grpc/grpc-js';
import type * as proto from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { Access, grpcKey, parseRequest } from '#service';
import { explain } from '../explanation/explain.ts';
import { GatewayMetrics } from '../metrics/gateway-metrics.ts';
import { Shoppers } from '../profiles/shoppers.ts';
import { Ranker } from '../ranking/ranker.ts';
import type { Answer, Wanted } from './answer.ts';
import { boughtTogether } from './bought-together.ts';
import { FailureLog } from './failure-log.ts';
import { hideBought } from './hide-bought.ts';
import { nextPage } from './next-page.ts';
import { recommend } from './recommend.ts';
import * as fields from './requests.ts';
import { rerank } from './rerank.ts';
import type { ShopView } from './shop-view.ts';
import { ShopViews } from './shop-views.ts';
import { similarItems } from './similar-items.ts';
import { rulesOf, settingsOf, toWanted, type Asked } from './to-wanted.ts';
import { trending } from './trending.ts';

@Controller()
export class RecommendationController implements proto.RecommendationService {
  constructor(
    private readonly access: Access,
    private readonly views: ShopViews,
    private readonly shoppers: Shoppers,
    private readonly ranker: Ranker,
    private readonly metrics: GatewayMetrics,
    private readonly failureLog: FailureLog,
  ) {}

  @GrpcMethod('RecommendationService', 'Recommend')
  async recommend(request: proto.RecommendRequest, metadata?: Metadata): Promise<proto.RecommendResponse> {
    const champion = this.viewFor(metadata);
    const asked = parseRequest(fields.RecommendFields, request);
    const { view, told } = this.views.assign(champion, asked);
    const startedMs = performance.now();
    let [profileVersion, failed] = [0, false];
    const reply = await this.answer('Recommend', view, asked, [], async (wanted) => {
      const known = await this.shoppers.find(view.shopId, asked);
      const { includeSeen } = asked;
      const answer = await recommend(view, known, this.ranker, { ...wanted, includeSeen });
      profileVersion = answer.profileVersion;
      failed = answer.failures.length > 0;
      this.views.shadow(view, known, idsOf(answer));
      return answer;
    });
    const { recommendationId } = reply;
    const { placement } = asked;
    told({ recommendationId, itemIds: idsOf(reply), placement, failed, ms: performance.now() - startedMs });
    return { ...reply, profileVersion };
  }

  @GrpcMethod('RecommendationService', 'SimilarItems')
  async similarItems(
    request: proto.SimilarItemsRequest,
    metadata?: Metadata,
  ): Promise<proto.SimilarItemsResponse> {
    const view = this.viewFor(metadata);
    const asked = parseRequest(fields.SimilarItemsFields, request);
    const { itemId } = asked;
    return this.answer('SimilarItems', view, asked, [itemId], (wanted) =>
      this.withoutBought(view, asked, wanted, (left) => similarItems(view, this.ranker, itemId, left)),
    );
  }

  @GrpcMethod('RecommendationService', 'BoughtTogether')
  async boughtTogether(
    request: proto.BoughtTogetherRequest,
    metadata?: Metadata,
  ): Promise<proto.BoughtTogetherResponse> {
    const view = this.viewFor(metadata);
    const asked = parseRequest(fields.BoughtTogetherFields, request);
    const { itemIds } = asked;
    return this.answer('BoughtTogether', view, asked, itemIds, (wanted) =>
      this.withoutBought(view, asked, wanted, (left) => boughtTogether(view, itemIds, left)),
    );
  }

  @GrpcMethod('RecommendationService', 'Trending')
  async trending(request: proto.TrendingRequest, metadata?: Metadata): Promise<proto.TrendingResponse> {
    const view = this.viewFor(metadata);
    const asked = parseRequest(fields.TrendingFields, request);
    return this.answer('Trending', view, asked, [], (wanted) =>
      this.withoutBought(view, asked, wanted, (left) => trending(view, left)),
    );
  }

  @GrpcMethod('RecommendationService', 'Rerank')
  async rerank(request: proto.RerankRequest, metadata?: Metadata): Promise<proto.RerankResponse> {
    const asked = parseRequest(fields.RerankFields, request);
    const { view } = this.views.assign(this.viewFor(metadata), asked);
    const { itemIds } = asked;
    return this.answer('Rerank', view, asked, [], async (wanted) => {
      const known = await this.shoppers.find(view.shopId, asked);
      const { wanted: left } = await hideBought(wanted, () => Promise.resolve(known));
      const settings = settingsOf(view, asked);
      return rerank(view, known, this.ranker, {
        ...left,
        itemIds,
        limit: asked.limit ?? settings.limit,
        rules: rulesOf(view, asked, settings),
      });
    });
  }

  @GrpcMethod('RecommendationService', 'Explain')
  async explain(request: proto.ExplainRequest, metadata?: Metadata): Promise<proto.ExplainResponse> {
    const view = this.viewFor(metadata);
    const asked = parseRequest(fields.ExplainFields, request);
    const { itemId, includeSeen } = asked;
    const known = await this.shoppers.find(view.shopId, asked);
    const wanted = toWanted(view, { ...asked, limit: undefined }, []);
    return explain(view, known, this.ranker, { ...wanted, itemId, includeSeen });
  }

  private viewFor(metadata: Metadata | undefined): ShopView {
    return this.views.of(this.access.admit(grpcKey(metadata), 'server').shop);
  }

  private async withoutBought(
    view: ShopView,
    asked: Asked,
    wanted: Wanted,
    work: (wanted: Wanted) => Promise<Answer>,
  ): Promise<Answer> {
    const identity = { ...asked, sessionItemIds: [] };
    const { wanted: left, problem } = await hideBought(wanted, () =>
      this.shoppers.find(view.shopId, identity),
    );
    const answer = await work(left);
    return { ...answer, degradedReason: answer.degradedReason ?? problem };
  }

  /** `about`: the items the method was asked about. */
  private async answer(
    method: string,
    view: ShopView,
    asked: Asked,
    about: readonly string[],
    work: (wanted: Wanted) => Promise<Answer>,
  ): Promise<proto.TrendingResponse> {
    const stopTimer = this.metrics.durations.startTimer({ method });
    const subject = [view.shopId, method, asked.userId, asked.anonymousId, asked.placement, ...about];
    const wanted = toWanted(view, asked, subject);
    const { failures, degradedReason, ...answer } = await work(wanted);
    const nextPageToken = asked.paged === true ? nextPage(wanted, answer.items, subject) : '';
    stopTimer();
    const degraded = degradedReason !== undefined;
    this.metrics.requests.inc({ method, strategy: answer.strategy, degraded: String(degraded) });
    this.metrics.countPlacement(asked.placement, answer.strategy);
    this.failureLog.tell(method, failures);
    const { recommendationId } = wanted;
    return { recommendationId, ...answer, degraded, degradedReason: degradedReason ?? '', nextPageToken };
  }
}

const idsOf = ({ items }: Pick<Answer, 'items'>): readonly string[] => items.map(({ itemId }) => itemId);
