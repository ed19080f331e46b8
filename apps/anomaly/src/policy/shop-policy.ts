import { CartwiseError } from '#contracts';
import type { DecisionCosts } from '#contracts/generated/cartwise/fraud/v1/costs';
import type { PolicyRecord } from '#contracts/generated/cartwise/fraud/v1/policy';
import type { FraudRule } from '#contracts/generated/cartwise/fraud/v1/rules';
import { defaultCosts } from '../decision/default-costs.ts';
import type { ListedValue } from '../lists/list-kind.ts';
import { ShopLists } from '../lists/shop-lists.ts';
import { writtenOf } from '../rules/rule-message.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import { ruleSchema, type Rule } from '../rules/rule.ts';
import { namedBy } from './policy-key.ts';
import type { Policy } from './policy.ts';

const RULE = ruleSchema();

/** The policy of a shop, put together from the records of fraud-policy.v1. A rule is read once, when it comes. */
export class ShopPolicy implements Policy {
  readonly lists = new ShopLists();
  private readonly ownRules = new Map<string, Rule>();
  private isOwn = false;
  /** The rules together, until one changes. */
  private together: RuleSet | undefined;
  /** By rule, then by kind and value: until when. */
  private readonly snoozes = new Map<string, Map<string, number>>();
  private readonly costs = new Map<string, DecisionCosts>();
  constructor(private readonly defaults: RuleSet) {}

  get rules(): RuleSet {
    if (!this.isOwn) return this.defaults;
    return (this.together ??= this.defaults.with(
      [...this.ownRules.values()].toSorted((a, b) => (a.code < b.code ? -1 : 1)),
    ));
  }

  isSnoozed(code: string, values: readonly ListedValue[], atMs: number): boolean {
    const snoozed = this.snoozes.get(code);
    if (snoozed === undefined) return false;
    return values.some(({ kind, value }) => (snoozed.get(`${kind}/${value}`) ?? 0) > atMs);
  }

  costsIn(currency: string): DecisionCosts | undefined {
    return this.costs.get(currency) ?? defaultCosts(currency);
  }

  /** Takes a record over; without one, what the key named is gone. @throws CartwiseError for a rule that none can read. */
  apply(key: string, record: PolicyRecord | null): void {
    const { rule, snooze, listEntry, costs, ownRules } = record ?? namedBy(key);
    const isThere = record !== null;
    if (rule !== undefined) {
      if (isThere) this.ownRules.set(rule.code, readRule(rule));
      else this.ownRules.delete(rule.code);
      this.together = undefined;
    }
    if (ownRules !== undefined) this.isOwn = isThere;
    if (snooze !== undefined) {
      this.snooze(snooze.code, `${snooze.kind}/${snooze.value}`, isThere ? snooze.untilMs : 0);
    }
    if (listEntry !== undefined) {
      if (isThere) this.lists.put(listEntry);
      else this.lists.delete(listEntry);
    }
    if (costs !== undefined) {
      if (isThere) this.costs.set(costs.currency, costs);
      else this.costs.delete(costs.currency);
    }
  }

  private snooze(code: string, name: string, untilMs: number): void {
    const snoozed = this.snoozes.get(code) ?? new Map<string, number>();
    this.snoozes.set(code, snoozed);
    if (untilMs === 0) snoozed.delete(name);
    else snoozed.set(name, untilMs);
    if (snoozed.size === 0) this.snoozes.delete(code);
  }
}

function readRule(message: FraudRule): Rule {
  const parsed = RULE.safeParse(writtenOf(message));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CartwiseError('REQUEST_INVALID_FIELD', {
    field: `rule.${issue?.path.join('.') ?? ''}`,
    reason: issue?.message ?? 'is not valid',
  });
}
