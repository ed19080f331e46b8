import { Module } from '@nestjs/common';
import {
  Database,
  DecisionCostStore,
  FraudRuleStore,
  ListEntryStore,
  RuleCountStore,
  RuleSnoozeStore,
} from '#database';
import { AuditTrail, CLOCK, type Clock } from '#service';
import { CostController } from '../decision/cost.controller.ts';
import { CostDesk } from '../decision/cost-desk.ts';
import { ListController } from '../lists/list.controller.ts';
import { ListDesk } from '../lists/list-desk.ts';
import { ListNames } from '../lists/list-names.ts';
import { RuleController } from '../rules/rule.controller.ts';
import { RuleDesk } from '../rules/rule-desk.ts';
import { RULES_FILE, RuleSet } from '../rules/rule-set.ts';
import { SnoozeDesk } from '../rules/snooze-desk.ts';
import { LivePolicies } from './live-policies.ts';
import { PolicyPublisher } from './policy-publisher.ts';
import { RuleTally } from './rule-tally.ts';

@Module({
  controllers: [RuleController, ListController, CostController],
  providers: [
    LivePolicies,
    RuleTally,
    { provide: RuleSet, useFactory: () => RuleSet.fromFile(RULES_FILE) },
    { provide: FraudRuleStore, inject: [Database], useFactory: (db: Database) => new FraudRuleStore(db) },
    { provide: RuleCountStore, inject: [Database], useFactory: (db: Database) => new RuleCountStore(db) },
    { provide: ListEntryStore, inject: [Database], useFactory: (db: Database) => new ListEntryStore(db) },
    {
      provide: PolicyPublisher,
      inject: [Database, AuditTrail],
      useFactory: (database: Database, audit: AuditTrail) => new PolicyPublisher(database, audit),
    },
    {
      provide: RuleDesk,
      inject: [FraudRuleStore, RuleCountStore, ListEntryStore, PolicyPublisher, LivePolicies, RuleSet, CLOCK],
      useFactory: (
        store: FraudRuleStore,
        counts: RuleCountStore,
        entries: ListEntryStore,
        publisher: PolicyPublisher,
        policies: LivePolicies,
        defaults: RuleSet,
        clock: Clock,
      ) =>
        new RuleDesk({ store, counts, lists: new ListNames(entries), publisher, policies, defaults, clock }),
    },
    {
      provide: SnoozeDesk,
      inject: [Database, RuleDesk, PolicyPublisher, CLOCK],
      useFactory: (database: Database, rules: RuleDesk, publisher: PolicyPublisher, clock: Clock) =>
        new SnoozeDesk(new RuleSnoozeStore(database), rules, publisher, clock),
    },
    {
      provide: ListDesk,
      inject: [ListEntryStore, PolicyPublisher, CLOCK],
      useFactory: (store: ListEntryStore, publisher: PolicyPublisher, clock: Clock) =>
        new ListDesk(store, publisher, clock),
    },
    {
      provide: CostDesk,
      inject: [Database, PolicyPublisher, CLOCK],
      useFactory: (database: Database, publisher: PolicyPublisher, clock: Clock) =>
        new CostDesk(new DecisionCostStore(database), publisher, clock),
    },
  ],
  exports: [LivePolicies, RuleSet, RuleTally],
})
export class PolicyModule {}
