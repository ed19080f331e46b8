import type { Provider } from '@nestjs/common';
import { AlertStore, CaseGroupingStore, CaseStore, Database } from '#database';
import { AuditTrail, CLOCK, type Clock } from '#service';
import { AlertOutcomes } from '../alerts/alert-outcomes.ts';
import { WebhookDesk } from '../webhook/webhook-desk.ts';
import { WebhookWorker } from '../webhook/webhook-worker.ts';
import { CaseDesk } from './case-desk.ts';
import { CaseGrouping } from './case-grouping.ts';

/** What cases are made of. */
export const CASE_PROVIDERS: Provider[] = [
  CaseGroupingStore,
  { provide: CaseStore, inject: [Database], useFactory: (db: Database) => new CaseStore(db) },
  {
    provide: CaseGrouping,
    inject: [CaseGroupingStore, WebhookDesk],
    useFactory: (store: CaseGroupingStore, webhooks: WebhookDesk) => new CaseGrouping(store, webhooks),
  },
  {
    provide: CaseDesk,
    inject: [Database, CaseStore, AlertStore, AlertOutcomes, WebhookDesk, AuditTrail, WebhookWorker, CLOCK],
    useFactory: (
      database: Database,
      cases: CaseStore,
      alerts: AlertStore,
      outcomes: AlertOutcomes,
      webhooks: WebhookDesk,
      audit: AuditTrail,
      worker: WebhookWorker,
      clock: Clock,
    ) => new CaseDesk({ database, cases, alerts, outcomes, webhooks, audit, worker, clock }),
  },
];
