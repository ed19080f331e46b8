export { CartwiseClient } from './cartwise-client.ts';
export { CartwiseCallError, type StatusName } from './cartwise-call-error.ts';
export type { CallOptions } from './calls/call-options.ts';
export type { CartwiseClientOptions, TlsOptions } from './calls/connection.ts';
export type { Partially } from './calls/partial.ts';
export { RETRY_DEFAULTS, type RetryPolicy } from './calls/retry-policy.ts';
export type { EventStream, EventStreamOptions } from './services/event-stream.ts';
export {
  Strategy,
  type Filter,
  type RecommendedItem,
  type RecommendRequest,
  type RecommendResponse,
  type SimilarItemsRequest,
  type SimilarItemsResponse,
  type BoughtTogetherRequest,
  type BoughtTogetherResponse,
  type TrendingRequest,
  type TrendingResponse,
  type RerankRequest,
  type RerankResponse,
} from './generated/cartwise/recommendation/v1/recommendation.ts';
export {
  Decision,
  AlertStatus,
  type OrderItem,
  type Order,
  type Reason,
  type ScoreOrderRequest,
  type ScoreOrderResponse,
  type Alert,
  type StreamAlertsRequest,
  type StreamAlertsResponse,
  type ListAlertsRequest,
  type ListAlertsResponse,
  type ResolveAlertRequest,
  type ResolveAlertResponse,
} from './generated/cartwise/fraud/v1/fraud.ts';
export {
  InteractionKind,
  type GetProfileRequest,
  type GetProfileResponse,
  type Interaction,
  type Affinity,
  type Profile,
  type Rfm,
  type FunnelCounts,
} from './generated/cartwise/profile/v1/profile.ts';
export {
  ModelKind,
  ModelStatus,
  type Metric,
  type Evaluation,
  type ModelVersion,
  type ListModelsRequest,
  type ListModelsResponse,
  type PromoteModelRequest,
  type PromoteModelResponse,
  type RollbackModelRequest,
  type RollbackModelResponse,
} from './generated/cartwise/models/v1/models.ts';
export {
  Availability,
  type Money,
  type Item,
  type ItemError,
  type UpsertItemsRequest,
  type UpsertItemsResponse,
  type StreamUpsertItemsRequest,
  type StreamUpsertItemsResponse,
  type DeleteItemsRequest,
  type DeleteItemsResponse,
  type GetItemRequest,
  type GetItemResponse,
  type ListItemsRequest,
  type ListItemsResponse,
} from './generated/cartwise/catalog/v1/catalog.ts';
export {
  Verdict,
  type IngestEvent,
  type IngestEventsRequest,
  type EventVerdict,
  type IngestEventsResponse,
  type StreamEventsRequest,
  type StreamEventsResponse,
} from './generated/cartwise/ingestion/v1/ingestion.ts';
