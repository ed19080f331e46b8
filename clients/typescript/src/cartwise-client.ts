import { Connection, type CartwiseClientOptions } from './calls/connection.ts';
import { AuditLog } from './services/audit-log.ts';
import { Cases } from './services/cases.ts';
import { Catalog } from './services/catalog.ts';
import { Drift } from './services/drift.ts';
import { Events } from './services/events.ts';
import { Fraud } from './services/fraud.ts';
import { Labels } from './services/labels.ts';
import { Models } from './services/models.ts';
import { Placements } from './services/placements.ts';
import { Profiles } from './services/profiles.ts';
import { Recommendations } from './services/recommendations.ts';
import { Webhooks } from './services/webhooks.ts';

/** All of Cartwise behind one connection. Make one and keep it: it is safe to share. */
export class CartwiseClient {
  readonly recommendations: Recommendations;
  readonly placements: Placements;
  readonly fraud: Fraud;
  readonly cases: Cases;
  readonly labels: Labels;
  readonly drift: Drift;
  readonly auditLog: AuditLog;
  readonly webhooks: Webhooks;
  readonly profiles: Profiles;
  readonly models: Models;
  readonly catalog: Catalog;
  readonly events: Events;
  private readonly connection: Connection;

  constructor(options: CartwiseClientOptions) {
    this.connection = new Connection(options);
    this.recommendations = new Recommendations(this.connection);
    this.placements = new Placements(this.connection);
    this.fraud = new Fraud(this.connection);
    this.cases = new Cases(this.connection);
    this.labels = new Labels(this.connection);
    this.drift = new Drift(this.connection);
    this.auditLog = new AuditLog(this.connection);
    this.webhooks = new Webhooks(this.connection);
    this.profiles = new Profiles(this.connection);
    this.models = new Models(this.connection);
    this.catalog = new Catalog(this.connection);
    this.events = new Events(this.connection);
  }

  /** Resolves when the service can be reached. @throws CartwiseCallError UNAVAILABLE after so long. */
  async waitForReady(timeoutMs: number): Promise<void> {
    await this.connection.waitForReady(timeoutMs);
  }

  /** No more calls; those in flight are answered. */
  close(): void {
    this.connection.close();
  }
}
