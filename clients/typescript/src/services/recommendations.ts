import type { CallOptions } from '../calls/call-options.ts';
import type { Connection } from '../calls/connection.ts';
import type { Partially } from '../calls/partial.ts';
import { unary } from '../calls/unary.ts';
import {
  BoughtTogetherRequest,
  ExplainRequest,
  RecommendationServiceService as METHODS,
  RecommendRequest,
  RerankRequest,
  SimilarItemsRequest,
  TrendingRequest,
  type BoughtTogetherResponse,
  type ExplainResponse,
  type RecommendResponse,
  type RerankResponse,
  type SimilarItemsResponse,
  type TrendingResponse,
} from '../generated/cartwise/recommendation/v1/recommendation.ts';

/** Lists of items for a storefront. All only read, so all are retried. */
export class Recommendations {
  constructor(private readonly connection: Connection) {}

  /** For one shopper, from the profile and the session. */
  recommend(request: Partially<RecommendRequest>, options?: CallOptions): Promise<RecommendResponse> {
    return unary(this.connection, METHODS.recommend, RecommendRequest.fromPartial(request), options);
  }

  /** To show beside one item. */
  similarItems(
    request: Partially<SimilarItemsRequest>,
    options?: CallOptions,
  ): Promise<SimilarItemsResponse> {
    return unary(this.connection, METHODS.similarItems, SimilarItemsRequest.fromPartial(request), options);
  }

  /** Bought in the same orders as the items of a basket. */
  boughtTogether(
    request: Partially<BoughtTogetherRequest>,
    options?: CallOptions,
  ): Promise<BoughtTogetherResponse> {
    return unary(
      this.connection,
      METHODS.boughtTogether,
      BoughtTogetherRequest.fromPartial(request),
      options,
    );
  }

  /** What sells now. */
  trending(request: Partially<TrendingRequest> = {}, options?: CallOptions): Promise<TrendingResponse> {
    return unary(this.connection, METHODS.trending, TrendingRequest.fromPartial(request), options);
  }

  /** A given list in the order for one shopper. */
  rerank(request: Partially<RerankRequest>, options?: CallOptions): Promise<RerankResponse> {
    return unary(this.connection, METHODS.rerank, RerankRequest.fromPartial(request), options);
  }

  /** Why an item stands where it stands for one shopper, or why it is not shown. */
  explain(request: Partially<ExplainRequest>, options?: CallOptions): Promise<ExplainResponse> {
    return unary(this.connection, METHODS.explain, ExplainRequest.fromPartial(request), options);
  }
}
