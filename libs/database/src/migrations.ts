import { CreateProfile1764000000020 } from './profiles/create-profile.migration.ts';
import { CreateEventArchive1764000000002 } from './event-archive/create-event-archive.migration.ts';
import { CreateModelVersion1764000000010 } from './models/create-model-version.migration.ts';
import type { MigrationInterface } from 'typeorm';
import { CreateAppliedEvent1764000000001 } from './applied-events/create-applied-event.migration.ts';
import { CreateItem1764000000030 } from './catalogue/create-item.migration.ts';
import { CreateRejectedEvent1764000000031 } from './rejected-events/create-rejected-event.migration.ts';
import { CreateVelocity1764000000040 } from './velocity/create-velocity.migration.ts';
import { CreateOrderVector1764000000111 } from './velocity/create-order-vector.migration.ts';
import { CreateComponent1764000000081 } from './velocity/create-component.migration.ts';
import { CreateAlert1764000000041 } from './alerts/create-alert.migration.ts';
import { CreateWebhookDelivery1764000000042 } from './webhook/create-webhook-delivery.migration.ts';
import { CreateUpkeep1764000000050 } from './upkeep/create-upkeep.migration.ts';
import { AddModelUpkeep1764000000060 } from './models/add-model-upkeep.migration.ts';
import { AddItemAttributes1764000000070 } from './catalogue/add-item-attributes.migration.ts';
import { CreatePlacement1764000000071 } from './placements/create-placement.migration.ts';
import { CreateExperiment1764000000072 } from './experiments/create-experiment.migration.ts';
import { AddWebhookEvents1764000000096 } from './webhook/add-webhook-events.migration.ts';
import { CreateFraudLabel1764000000106 } from './labels/create-fraud-label.migration.ts';
import { CreateFraudCase1764000000116 } from './cases/create-fraud-case.migration.ts';
import { CreateFraudPolicy1764000000125 } from './fraud-policy/create-fraud-policy.migration.ts';
import { CreateAuditEntry1764000000086 } from './audit/create-audit-entry.migration.ts';
import { CreateConcentration1764000000103 } from './concentration/create-concentration.migration.ts';
import { CreateFraudDrift1764000000137 } from './drift/create-fraud-drift.migration.ts';
import { AddExposedLists1764000000148 } from './experiments/add-exposed-lists.migration.ts';
import { CreateFraudShadow1764000000147 } from './experiments/create-fraud-shadow.migration.ts';
import { AddShadowMoney1764000000149 } from './experiments/add-shadow-money.migration.ts';

/** Every migration, oldest first. A migration that has landed never changes; a new one goes at the end. */
export const MIGRATIONS: readonly (new () => MigrationInterface)[] = [
  CreateAppliedEvent1764000000001,
  CreateEventArchive1764000000002,
  CreateModelVersion1764000000010,
  CreateProfile1764000000020,
  CreateItem1764000000030,
  CreateRejectedEvent1764000000031,
  CreateVelocity1764000000040,
  CreateAlert1764000000041,
  CreateWebhookDelivery1764000000042,
  CreateUpkeep1764000000050,
  AddModelUpkeep1764000000060,
  AddItemAttributes1764000000070,
  CreatePlacement1764000000071,
  CreateExperiment1764000000072,
  CreateAuditEntry1764000000086,
  AddWebhookEvents1764000000096,
  CreateComponent1764000000081,
  CreateFraudLabel1764000000106,
  CreateFraudCase1764000000116,
  CreateFraudPolicy1764000000125,
  CreateConcentration1764000000103,
  CreateOrderVector1764000000111,
  CreateFraudDrift1764000000137,
  CreateFraudShadow1764000000147,
  AddExposedLists1764000000148,
  AddShadowMoney1764000000149,
];
