export { Coalescer } from './connection/coalescer.ts';
export { Database, type DatabaseOptions, type Sql } from './connection/database.ts';
export { forgetOldApplied, takeUnapplied } from './applied-events/applied-events.ts';
export {
  startEmbeddedPostgres,
  stopLeftPostgres,
  type EmbeddedPostgres,
} from './embedded/embedded-postgres.ts';
export { freePort } from './embedded/free-port.ts';
export { isAlive } from './embedded/is-alive.ts';
export { findTaken } from './event-archive/find-taken.ts';
export { ARCHIVE_GROUP, EventArchive, type ArchivedEvent } from './event-archive/event-archive.ts';
export { ModelStore } from './models/model-store.ts';
export { ExperimentStore } from './experiments/experiment-store.ts';
export { FraudShadowStore, type ShadowDecisionCount } from './experiments/fraud-shadow-store.ts';
export type { ArmCounts, ExperimentRow, Exposure, ExposureHit } from './experiments/experiment-row.ts';
export { retireArtifacts, type ArtifactRetention } from './models/artifact-retention.ts';
export { TrainingAttempts } from './models/training-attempts.ts';
export type {
  ModelStatus,
  ModelVersionRow,
  ModelVersionWithStatus,
  ShadowRun,
  StoredEvaluation,
} from './models/model-version-row.ts';
export { ProfileStore } from './profiles/profile-store.ts';
export { readProfileLinks, readProfileRows } from './profiles/profile-audit.ts';
export type { ProfileLink, ProfileRef, ProfileRow } from './profiles/profile-row.ts';
export { PlacementStore } from './placements/placement-store.ts';
export { ItemStore, type ItemKey } from './catalogue/item-store.ts';
export {
  RejectedEventStore,
  type RejectionCount,
  type RejectionPage,
  type StoredRejection,
} from './rejected-events/rejected-event-store.ts';
export {
  VelocityStore,
  velocityKeyText,
  type VelocityKey,
  type VelocityRow,
  type VelocitySnapshot,
} from './velocity/velocity-store.ts';
export { ComponentStore } from './velocity/component-store.ts';
export type { KnownComponentRows } from './velocity/component-row.ts';
export { OrderVectorStore, type OrderVectorRow } from './velocity/order-vector-store.ts';
export { ScreenedBatches, type LogPlace, type ScreenedBatch } from './velocity/screened-batches.ts';
export { lockScreening } from './velocity/lock-screening.ts';
export {
  OrderEntitiesStore,
  type OrderEntitiesRow,
  type OrderKey,
  type WaitingChargeback,
} from './velocity/order-entities-store.ts';
export { ConcentrationStore, type ConcentrationRow } from './concentration/concentration-store.ts';
export { FraudDriftStore } from './drift/fraud-drift-store.ts';
export type { DriftReport, DriftWindowRow } from './drift/fraud-drift-row.ts';
export { AlertStore, type AlertPosition, type AlertSubject, type RecentAlert } from './alerts/alert-store.ts';
export type { ShopAlert } from './alerts/alert-row.ts';
export {
  WebhookStore,
  type ClaimedDelivery,
  type DeliveryState,
  type DeliveryStatus,
  type NewDelivery,
  type StoredDelivery,
} from './webhook/webhook-store.ts';
export { readCommittedOffsets, type OffsetSource } from './committed-offsets/committed-offsets.ts';
export { UpkeepStore } from './upkeep/upkeep-store.ts';
export { AuditStore, type AuditPage } from './audit/audit-store.ts';
export type { AuditEntry, AuditFact, AuditHead } from './audit/audit-entry.ts';
export { verifyAudit, type AuditVerification } from './audit/verify-audit.ts';
export { LabelStore, type ShopLabel, type StoredLabel } from './labels/label-store.ts';
export { CaseStore, type CaseFilter } from './cases/case-store.ts';
export {
  CaseGroupingStore,
  DECISIONS,
  type CaseAddition,
  type JoinableCase,
} from './cases/case-grouping-store.ts';
export type { ShopCase, ShopCaseEntity } from './cases/case-row.ts';
export { DecisionCostStore } from './fraud-policy/decision-cost-store.ts';
export { FraudRuleStore } from './fraud-policy/fraud-rule-store.ts';
export { ListEntryStore } from './fraud-policy/list-entry-store.ts';
export { RuleCountStore, type RuleFirings } from './fraud-policy/rule-count-store.ts';
export { RuleSnoozeStore } from './fraud-policy/rule-snooze-store.ts';
