import { CartwiseError, type EpochMs, type ShopId } from '#contracts';
import {
  FraudRule,
  type ListRulesResponse,
  type PutRulesResponse,
} from '#contracts/generated/cartwise/fraud/v1/rules';
import type { FraudRuleStore, RuleCountStore } from '#database';
import type { Actor, AuditedChange, Clock } from '#service';
import type { ListNames } from '../lists/list-names.ts';
import type { Policy } from '../policy/policy.ts';
import type { PolicyPublisher } from '../policy/policy-publisher.ts';
import { readRules } from './read-rules.ts';
import { RULES_MAX } from './rule-file.ts';
import { toRuleMessage } from './rule-message.ts';
import type { PutRulesFields } from './rule-requests.ts';
import type { RuleSet } from './rule-set.ts';

/** Who made the rules that a shop had before its own. */
const CARTWISE = 'Cartwise';

export interface RuleDeskDependencies {
  readonly store: FraudRuleStore;
  readonly counts: RuleCountStore;
  readonly lists: ListNames;
  readonly publisher: PolicyPublisher;
  readonly policies: { readonly of: (shopId: ShopId) => Policy };
  readonly defaults: RuleSet;
  readonly clock: Clock;
}

/** What people do with rules. A rule that was changed has another version; none is ever lost. */
export class RuleDesk {
  constructor(private readonly given: RuleDeskDependencies) {}

  /** @throws CartwiseError that names the rule, its field and the place in it. */
  async put(
    actor: Actor,
    { rules: messages, replaceAll, dryRun, author }: PutRulesFields,
  ): Promise<PutRulesResponse> {
    const { rules, problems } = readRules(messages, await this.given.lists.of(actor.shopId));
    if (dryRun) return { rules: rules.map(toRuleMessage), problems };
    const [problem] = problems;
    if (problem !== undefined) {
      throw new CartwiseError('REQUEST_INVALID_FIELD', {
        field: `rules[${problem.index}].${problem.field}`,
        reason: problem.message,
      });
    }
    const asked = rules.map(toRuleMessage);
    const isAsked = new Set(asked.map(({ code }) => code));
    await this.change(actor, author, (current) => [
      ...asked.filter((rule) => !says(current.get(rule.code), rule)),
      ...(replaceAll ? [...current.values()] : [])
        .filter(({ code, deleted }) => !deleted && !isAsked.has(code))
        .map(deletion),
    ]);
    const kept = new Map((await this.given.store.newest(actor.shopId)).map((rule) => [rule.code, rule]));
    return { rules: asked.map((rule) => kept.get(rule.code) ?? rule), problems: [] };
  }

  /** @throws CartwiseError NOT_FOUND. */
  async delete(actor: Actor, code: string, author: string): Promise<void> {
    await this.change(actor, author, (current) => {
      const rule = current.get(code);
      return rule === undefined || rule.deleted ? notFound(code) : [deletion(rule)];
    });
  }

  /** @throws CartwiseError NOT_FOUND. */
  async find(shopId: ShopId, code: string): Promise<FraudRule> {
    return (await this.inForce(shopId)).find((rule) => rule.code === code) ?? notFound(code);
  }

  async list(shopId: ShopId): Promise<ListRulesResponse> {
    const { store, counts, policies, clock } = this.given;
    return {
      rules: await this.inForce(shopId),
      counts: await counts.list(shopId, clock()),
      rulesVersion: policies.of(shopId).rules.version,
      isDefault: (await store.revision(shopId)) === undefined,
    };
  }

  /** Newest first. @throws CartwiseError NOT_FOUND. */
  async versions(shopId: ShopId, code: string): Promise<readonly FraudRule[]> {
    const versions = await this.given.store.versions(shopId, code);
    return versions.length > 0 ? versions : [await this.find(shopId, code)];
  }

  private async inForce(shopId: ShopId): Promise<readonly FraudRule[]> {
    const { store, defaults } = this.given;
    if ((await store.revision(shopId)) === undefined) return defaults.rules.map(toRuleMessage);
    return (await store.newest(shopId)).filter(({ deleted }) => !deleted);
  }

  /** Writes the versions that `decide` asks for, given the newest of each rule; the first change takes the defaults over. */
  private change(
    actor: Actor,
    author: string,
    decide: (current: ReadonlyMap<string, FraudRule>) => readonly FraudRule[],
  ): Promise<void> {
    const { store, publisher, clock } = this.given;
    const { shopId } = actor;
    return publisher.publish(actor, async (sql) => {
      const revision = await store.lock(sql, shopId);
      const adopted = revision === undefined ? this.adopted(clock()) : [];
      const before = revision === undefined ? adopted : await store.newest(shopId, sql);
      const current = new Map(before.map((rule) => [rule.code, rule]));
      const changed = decide(current).map((rule) => ({
        ...rule,
        version: (current.get(rule.code)?.version ?? 0) + 1,
        author: author === '' ? actor.name : author,
        changedAtMs: clock(),
      }));
      if (changed.length === 0) return { result: undefined, audited: [] };
      const after = new Map([...current, ...changed.map((rule) => [rule.code, rule] as const)]);
      refuseTooMany(after);
      for (const rule of [...adopted, ...changed]) await store.insert(sql, shopId, rule);
      const next = (revision ?? 0) + 1;
      await store.setRevision(sql, shopId, next);
      return {
        result: undefined,
        gone: changed.filter(({ deleted }) => deleted).map((rule) => ({ rule })),
        // Last: from then on the rules before it are in force.
        kept: [
          ...[...adopted.filter(({ code }) => after.get(code)?.version === 1), ...changed]
            .filter(({ deleted }) => !deleted)
            .map((rule) => ({ rule })),
          { ownRules: { revision: next } },
        ],
        audited: changed.map((rule) => audited(current.get(rule.code), rule)),
      };
    });
  }

  private adopted(nowMs: EpochMs): readonly FraudRule[] {
    return this.given.defaults.rules.map((rule) => ({
      ...toRuleMessage(rule),
      version: 1,
      author: CARTWISE,
      changedAtMs: nowMs,
    }));
  }
}

const deletion = (rule: FraudRule): FraudRule => ({ ...rule, deleted: true });

/** Whether the rule that is there says the same. */
function says(there: FraudRule | undefined, rule: FraudRule): boolean {
  if (there === undefined) return false;
  const { version, author, changedAtMs } = there;
  const same = FraudRule.encode({ ...rule, version, author, changedAtMs }).finish();
  return Buffer.from(FraudRule.encode(there).finish()).equals(same);
}

function refuseTooMany(rules: ReadonlyMap<string, FraudRule>): void {
  const count = [...rules.values()].filter(({ deleted }) => !deleted).length;
  if (count > RULES_MAX)
    throw new CartwiseError('CONFLICT', { reason: `a shop has at most ${RULES_MAX} rules` });
}

function audited(before: FraudRule | undefined, after: FraudRule): AuditedChange {
  const isNew = before === undefined || before.deleted;
  return {
    action: after.deleted ? 'rule.deleted' : isNew ? 'rule.added' : 'rule.changed',
    subject: { kind: 'rule', id: after.code },
    before,
    after: after.deleted ? undefined : after,
    detail: `version ${after.version}`,
  };
}

function notFound(code: string): never {
  throw new CartwiseError('NOT_FOUND', { field: 'code', reason: `there is no rule ${code}` });
}
