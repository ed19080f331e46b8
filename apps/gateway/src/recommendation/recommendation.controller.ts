import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { Metadata } from '@grpc/grpc-js';
import type * as proto from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { Access, grpcKey, parseRequest } from '#service';
import type { Assignment } from '../experiments/arm-chooser.ts';
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
    const asked = parseRequest(fields.RecommendFields, request);
    const assigned = this.views.assign(this.viewFor(metadata), asked);
    const { view } = assigned;
    let profileVersion = 0;
    const reply = await this.answerInArm('Recommend', assigned, asked, [], async (wanted) => {
      const known = await this.shoppers.find(view.shopId, asked);
      const { includeSeen } = asked;
      const answer = await recommend(view, known, this.ranker, { ...wanted, includeSeen });
      profileVersion = answer.profileVersion;
      this.views.shadow(view, known, idsOf(answer));
      return answer;
    });
    return { ...reply, profileVersion };
  }

  @GrpcMethod('RecommendationService', 'SimilarItems')
  async similarItems(
    request: proto.SimilarItemsRequest,
    metadata?: Metadata,
  ): Promise<proto.SimilarItemsResponse> {
    const asked = parseRequest(fields.SimilarItemsFields, request);
    const assigned = this.views.assign(this.viewFor(metadata), asked);
    const { view } = assigned;
    const { itemId } = asked;
    return this.answerInArm('SimilarItems', assigned, asked, [itemId], (wanted) =>
      this.withoutBought(view, asked, wanted, (left) => similarItems(view, this.ranker, itemId, left)),
    );
  }

  @GrpcMethod('RecommendationService', 'BoughtTogether')
  async boughtTogether(
    request: proto.BoughtTogetherRequest,
    metadata?: Metadata,
  ): Promise<proto.BoughtTogetherResponse> {
    const asked = parseRequest(fields.BoughtTogetherFields, request);
    const assigned = this.views.assign(this.viewFor(metadata), asked);
    const { view } = assigned;
    const { itemIds } = asked;
    return this.answerInArm('BoughtTogether', assigned, asked, itemIds, (wanted) =>
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
    // By the arm's model, yet no exposure: what is on the list is the sender's choice.
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
    const asked = parseRequest(fields.ExplainFields, request);
    const { view } = this.views.assign(this.viewFor(metadata), asked);
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

  /** As `answer`, and tells the experiment that assigned the view, if any does, what was shown. */
  private async answerInArm(
    method: string,
    { view, told }: Assignment,
    asked: Asked,
    about: readonly string[],
    work: (wanted: Wanted) => Promise<Answer>,
  ): Promise<proto.TrendingResponse> {
    const startedMs = performance.now();
    let failed = false;
    const reply = await this.answer(method, view, asked, about, async (wanted) => {
      const answer = await work(wanted);
      failed = answer.failures.length > 0;
      return answer;
    });
    const { recommendationId } = reply;
    const ms = performance.now() - startedMs;
    told({ recommendationId, itemIds: idsOf(reply), placement: asked.placement, failed, ms });
    return reply;
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
