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
  type ExplainRequest,
  type ExplainResponse,
  type RerankRequest,
  type RerankResponse,
  type Controls,
  type Boosts,
  type Boost,
  type Pins,
  type Pin,
  type Placement,
  type PutPlacementRequest,
  type PutPlacementResponse,
  type GetPlacementRequest,
  type GetPlacementResponse,
  type ListPlacementsRequest,
  type ListPlacementsResponse,
  type DeletePlacementRequest,
  type DeletePlacementResponse,
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
  CaseOutcome,
  CaseState,
  type Case,
  type CaseChange,
  type CaseEntity,
  type CaseHistoryEntry,
  type ChangeCaseRequest,
  type ChangeCaseResponse,
  type GetCaseResponse,
  type ListCasesRequest,
  type ListCasesResponse,
} from './generated/cartwise/fraud/v1/cases.ts';
export {
  LabelSource,
  type FraudLabel,
  type ListLabelsRequest,
  type ListLabelsResponse,
} from './generated/cartwise/fraud/v1/labels.ts';
export type {
  DriftCount,
  DriftReport,
  FeatureDrift,
  ListDriftReportsRequest,
  ListDriftReportsResponse,
} from './generated/cartwise/fraud/v1/drift.ts';
export type {
  AuditEntry,
  ListAuditEntriesRequest,
  ListAuditEntriesResponse,
} from './generated/cartwise/fraud/v1/audit.ts';
export {
  DeliveryStatus,
  type Delivery,
  type ListDeliveriesRequest,
  type ListDeliveriesResponse,
  type ReplayDeliveriesRequest,
  type ReplayDeliveriesResponse,
} from './generated/cartwise/fraud/v1/webhooks.ts';
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
  type AttributeValue,
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
