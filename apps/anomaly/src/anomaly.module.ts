import { Module } from '@nestjs/common';
import type { Registry } from 'prom-client';
import {
  AlertStore,
  AuditStore,
  ComponentStore,
  ConcentrationStore,
  Database,
  FraudDriftStore,
  FraudShadowStore,
  LabelStore,
  OrderEntitiesStore,
  OrderVectorStore,
  ScreenedBatches,
  VelocityStore,
  WebhookStore,
} from '#database';
import { AuditTrail, CLOCK, LOGGER, METRICS, ShopDirectory, type Clock, type Logger } from '#service';
import { AlertAnnouncer } from './alerts/alert-announcer.ts';
import { AlertDesk } from './alerts/alert-desk.ts';
import { AlertOutcomes } from './alerts/alert-outcomes.ts';
import { AlertQueue } from './alerts/alert-queue.ts';
import { AuditKeys } from './audit/audit-keys.ts';
import { AuditController } from './audit/audit.controller.ts';
import { AnomalyMetrics } from './anomaly-metrics.ts';
import { CaseController } from './cases/case.controller.ts';
import { CaseGrouping } from './cases/case-grouping.ts';
import { CASE_PROVIDERS } from './cases/case-providers.ts';
import { loadAnomalyConfig } from './config.ts';
import { FraudChallengers } from './challenger/fraud-challengers.ts';
import { ShadowJudge } from './challenger/shadow-judge.ts';
import { ShadowTally } from './challenger/shadow-tally.ts';
import { DriftController } from './drift/drift.controller.ts';
import { showDrift } from './drift/drift-gauges.ts';
import { FraudDrift } from './drift/fraud-drift.ts';
import { FraudController } from './fraud.controller.ts';
import { LabelController } from './labels/label.controller.ts';
import { DEFAULT_FRAUD_MODEL_TIMES, FRAUD_MODEL_TIMES } from './models/fraud-model-times.ts';
import { FraudModels } from './models/fraud-models.ts';
import { LivePolicies } from './policy/live-policies.ts';
import { PolicyModule } from './policy/policy.module.ts';
import { RuleTally } from './policy/rule-tally.ts';
import { RuleSet } from './rules/rule-set.ts';
import { CheckoutAlerts } from './scoring/checkout-alerts.ts';
import { InFlight } from './scoring/in-flight.ts';
import { OrderJudge } from './scoring/order-judge.ts';
import { OrderScorer } from './scoring/order-scorer.ts';
import { EventConsumer } from './screening/event-consumer.ts';
import type { ScreeningDependencies } from './screening/screen-events.ts';
import { SCREENING } from './screening/screening.token.ts';
import { AlertFeed } from './stream/alert-feed.ts';
import { AlertStreams } from './stream/alert-streams.ts';
import { BrowseRates } from './screening/browse-rates.ts';
import { SessionWatch } from './sessions/session-watch.ts';
import { anomalyChores } from './upkeep/anomaly-chores.ts';
import { AnomalyUpkeep } from './upkeep/anomaly-upkeep.ts';
import { CHORES } from './upkeep/chore.ts';
import { WebhookController } from './webhook/webhook.controller.ts';
import { WebhookDesk } from './webhook/webhook-desk.ts';
import { CheckoutVectors } from './vectors/checkout-vectors.ts';
import { WebhookWorker } from './webhook/webhook-worker.ts';

export { ANOMALY_GROUP } from './screening/screen-events.ts';

@Module({
  imports: [PolicyModule],
  controllers: [
    FraudController,
    CaseController,
    AuditController,
    LabelController,
    DriftController,
    WebhookController,
  ],
  providers: [
    EventConsumer,
    FraudModels,
    { provide: FRAUD_MODEL_TIMES, useValue: DEFAULT_FRAUD_MODEL_TIMES },
    AlertFeed,
    AnomalyUpkeep,
    {
      provide: CHORES,
      inject: [
        Database,
        VelocityStore,
        ComponentStore,
        OrderEntitiesStore,
        OrderVectorStore,
        ScreenedBatches,
        WebhookStore,
      ],
      useFactory: (
        database: Database,
        velocity: VelocityStore,
        components: ComponentStore,
        orders: OrderEntitiesStore,
        vectors: OrderVectorStore,
        journal: ScreenedBatches,
        webhooks: WebhookStore,
      ) => anomalyChores({ database, velocity, components, orders, vectors, journal, webhooks }),
    },
    FraudChallengers,
    ShadowTally,
    {
      provide: FraudShadowStore,
      inject: [Database],
      useFactory: (database: Database) => new FraudShadowStore(database),
    },
    {
      provide: ShadowJudge,
      inject: [LivePolicies, FraudChallengers, ShadowTally, LOGGER],
      useFactory: (
        policies: LivePolicies,
        challengers: FraudChallengers,
        tally: ShadowTally,
        logger: Logger,
      ) => {
        const judge = new OrderJudge(policies, { of: (shopId) => challengers.of(shopId)?.model });
        return new ShadowJudge(challengers, judge, tally, logger);
      },
    },
    {
      provide: FraudDrift,
      inject: [Database, FraudDriftStore, FraudModels, WebhookDesk, METRICS, LOGGER],
      useFactory: (
        database: Database,
        store: FraudDriftStore,
        models: FraudModels,
        webhooks: WebhookDesk,
        registry: Registry,
        logger: Logger,
      ) => {
        showDrift(registry, { database, store, logger });
        return new FraudDrift(store, models, webhooks, logger);
      },
    },
    ...CASE_PROVIDERS,
    AuditKeys,
    FraudDriftStore,
    OrderEntitiesStore,
    ComponentStore,
    ConcentrationStore,
    ScreenedBatches,
    CheckoutVectors,
    { provide: OrderVectorStore, inject: [Database], useFactory: (db: Database) => new OrderVectorStore(db) },
    { provide: VelocityStore, inject: [Database], useFactory: (db: Database) => new VelocityStore(db) },
    { provide: AlertStore, inject: [Database], useFactory: (db: Database) => new AlertStore(db) },
    { provide: LabelStore, inject: [Database], useFactory: (db: Database) => new LabelStore(db) },
    { provide: AuditStore, inject: [Database], useFactory: (db: Database) => new AuditStore(db) },
    { provide: WebhookStore, inject: [Database], useFactory: (db: Database) => new WebhookStore(db) },
    {
      provide: AnomalyMetrics,
      inject: [METRICS],
      useFactory: (registry: Registry) => new AnomalyMetrics(registry),
    },
    {
      provide: OrderJudge,
      inject: [LivePolicies, FraudModels, RuleTally],
      useFactory: (policies: LivePolicies, models: FraudModels, tally: RuleTally) =>
        new OrderJudge(policies, models, tally),
    },
    {
      provide: SessionWatch,
      inject: [LivePolicies, FraudModels],
      useFactory: (policies: LivePolicies, models: FraudModels) => new SessionWatch(policies, models),
    },
    {
      provide: AlertOutcomes,
      inject: [AlertStore, LabelStore],
      useFactory: (alerts: AlertStore, labels: LabelStore) => new AlertOutcomes(alerts, labels),
    },
    {
      provide: WebhookDesk,
      inject: [WebhookStore, ShopDirectory],
      useFactory: (store: WebhookStore, shops: ShopDirectory) => new WebhookDesk(store, shops),
    },
    {
      provide: AlertDesk,
      inject: [AlertStore, CaseGrouping, WebhookDesk, RuleSet],
      useFactory: (alerts: AlertStore, grouping: CaseGrouping, webhooks: WebhookDesk, rules: RuleSet) =>
        new AlertDesk(alerts, grouping, webhooks, rules.settings.quiet_hours),
    },
    {
      provide: SCREENING,
      inject: [
        VelocityStore,
        ComponentStore,
        OrderEntitiesStore,
        LabelStore,
        ConcentrationStore,
        ScreenedBatches,
        OrderVectorStore,
        OrderJudge,
        AlertDesk,
        FraudDrift,
        SessionWatch,
      ],
      useFactory: (
        velocity: VelocityStore,
        components: ComponentStore,
        orders: OrderEntitiesStore,
        labels: LabelStore,
        concentrations: ConcentrationStore,
        journal: ScreenedBatches,
        vectors: OrderVectorStore,
        judge: OrderJudge,
        desk: AlertDesk,
        drift: FraudDrift,
        sessions: SessionWatch,
      ): ScreeningDependencies => ({
        velocity,
        components,
        orders,
        labels,
        concentrations,
        journal,
        vectors,
        judge,
        desk,
        drift,
        browsing: new BrowseRates(),
        sessions,
      }),
    },
    {
      provide: WebhookWorker,
      inject: [WebhookStore, ShopDirectory, AnomalyMetrics, LOGGER, CLOCK],
      useFactory: (
        store: WebhookStore,
        shops: ShopDirectory,
        metrics: AnomalyMetrics,
        logger: Logger,
        clock: Clock,
      ) => new WebhookWorker({ store, shops, metrics, logger, clock }),
    },
    {
      provide: AlertAnnouncer,
      inject: [WebhookWorker, AnomalyMetrics],
      useFactory: (webhooks: WebhookWorker, metrics: AnomalyMetrics) => new AlertAnnouncer(webhooks, metrics),
    },
    {
      provide: CheckoutAlerts,
      inject: [Database, AlertDesk, AlertAnnouncer, CLOCK],
      useFactory: (database: Database, desk: AlertDesk, announcer: AlertAnnouncer, clock: Clock) =>
        new CheckoutAlerts(database, desk, announcer, clock),
    },
    {
      provide: OrderScorer,
      inject: [
        VelocityStore,
        OrderJudge,
        CheckoutAlerts,
        AnomalyMetrics,
        LOGGER,
        CheckoutVectors,
        ShadowJudge,
      ],
      useFactory: (
        velocity: VelocityStore,
        judge: OrderJudge,
        alerts: CheckoutAlerts,
        metrics: AnomalyMetrics,
        logger: Logger,
        vectors: CheckoutVectors,
        shadow: ShadowJudge,
      ) => new OrderScorer(velocity, judge, alerts, metrics, logger, vectors, shadow),
    },
    {
      provide: InFlight,
      useFactory: () => new InFlight('orders', loadAnomalyConfig().CARTWISE_SCORING_IN_FLIGHT_MAX),
    },
    {
      provide: AlertQueue,
      inject: [Database, AlertStore, AlertOutcomes, AuditTrail, CLOCK],
      useFactory: (
        database: Database,
        alerts: AlertStore,
        outcomes: AlertOutcomes,
        audit: AuditTrail,
        clock: Clock,
      ) => new AlertQueue(database, alerts, outcomes, audit, clock),
    },
    {
      provide: AlertStreams,
      inject: [AlertFeed, AlertStore],
      useFactory: (feed: AlertFeed, alerts: AlertStore) => new AlertStreams(feed, alerts),
    },
  ],
})
export class AnomalyModule {}
