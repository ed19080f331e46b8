import type { Provider } from '@nestjs/common';
import { AlertStore, CaseGroupingStore, CaseStore, Database } from '#database';
import { AuditTrail, CLOCK, type Clock } from '#service';
import { AlertAnnouncer } from '../alerts/alert-announcer.ts';
import { AlertOutcomes } from '../alerts/alert-outcomes.ts';
import { WebhookDesk } from '../webhook/webhook-desk.ts';
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
    inject: [Database, CaseStore, AlertStore, AlertOutcomes, WebhookDesk, AuditTrail, AlertAnnouncer, CLOCK],
    useFactory: (
      database: Database,
      cases: CaseStore,
      alerts: AlertStore,
      outcomes: AlertOutcomes,
      webhooks: WebhookDesk,
      audit: AuditTrail,
      announcer: AlertAnnouncer,
      clock: Clock,
    ) => new CaseDesk({ database, cases, alerts, outcomes, webhooks, audit, announcer, clock }),
  },
];
