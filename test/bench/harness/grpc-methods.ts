import {
  ScoreOrderRequest,
  ScoreOrderResponse,
  StreamAlertsRequest,
  StreamAlertsResponse,
} from '#contracts/generated/cartwise/fraud/v1/fraud';
import {
  RecommendRequest,
  RecommendResponse,
  SimilarItemsRequest,
  SimilarItemsResponse,
} from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import type { GrpcCall } from './grpc-client.ts';

export const RECOMMEND: GrpcCall<RecommendRequest, RecommendResponse> = {
  path: '/cartwise.recommendation.v1.RecommendationService/Recommend',
  request: RecommendRequest,
  reply: RecommendResponse,
};

export const SIMILAR_ITEMS: GrpcCall<SimilarItemsRequest, SimilarItemsResponse> = {
  path: '/cartwise.recommendation.v1.RecommendationService/SimilarItems',
  request: SimilarItemsRequest,
  reply: SimilarItemsResponse,
};

export const STREAM_ALERTS: GrpcCall<StreamAlertsRequest, StreamAlertsResponse> = {
  path: '/cartwise.fraud.v1.FraudService/StreamAlerts',
  request: StreamAlertsRequest,
  reply: StreamAlertsResponse,
};

export const SCORE_ORDER: GrpcCall<ScoreOrderRequest, ScoreOrderResponse> = {
  path: '/cartwise.fraud.v1.FraudService/ScoreOrder',
  request: ScoreOrderRequest,
  reply: ScoreOrderResponse,
};
