import {
  ScoreOrderRequest,
  ScoreOrderResponse,
  StreamAlertsRequest,
  StreamAlertsResponse,
} from '#contracts/generated/cartwise/fraud/v1/fraud';
import {
  RecommendRequest,
  RecommendResponse,
} from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import type { GrpcCall } from './grpc-client.ts';

export const RECOMMEND: GrpcCall<RecommendRequest, RecommendResponse> = {
  path: '/cartwise.recommendation.v1.RecommendationService/Recommend',
  request: RecommendRequest,
  reply: RecommendResponse,
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
