import { CartwiseError, type ShopId } from '#contracts';
import type { RuleSnooze } from '#contracts/generated/cartwise/fraud/v1/rules';
import type { RuleSnoozeStore } from '#database';
import { actorOf, type Caller, type Clock } from '#service';
import { listValue, shownValue } from '../lists/list-value.ts';
import type { PolicyPublisher } from '../policy/policy-publisher.ts';
import type { RuleDesk } from './rule-desk.ts';
import type { SnoozeRuleFields } from './rule-requests.ts';

/** Each is held in memory by every process that judges. */
const SNOOZES_MAX = 10_000;
/** Longer is not a while: the rule is wrong, or they belong on a list. */
const SNOOZE_MAX_MS = 90 * 86_400_000;

/** Has rules leave somebody alone for a while. */
export class SnoozeDesk {
  constructor(
    private readonly store: RuleSnoozeStore,
    private readonly rules: RuleDesk,
    private readonly publisher: PolicyPublisher,
    private readonly clock: Clock,
  ) {}

  /** Until a time in the past: no longer. @throws CartwiseError. */
  async snooze(caller: Caller, { snooze: asked }: SnoozeRuleFields): Promise<RuleSnooze> {
    const { shop } = caller;
    const actor = actorOf(caller);
    const nowMs = this.clock();
    await this.rules.find(shop.id, asked.code);
    if (asked.untilMs > nowMs + SNOOZE_MAX_MS) {
      throw new CartwiseError('REQUEST_INVALID_FIELD', {
        field: 'snooze.until_ms',
        reason: 'must be within 90 days',
      });
    }
    const snooze: RuleSnooze = {
      ...asked,
      value: listValue(shop, asked.kind, asked.value, 'snooze.value'),
      author: asked.author === '' ? actor.name : asked.author,
    };
    return this.publisher.publish(actor, async (sql) => {
      if (!(await this.store.put(sql, shop.id, snooze, SNOOZES_MAX))) {
        throw new CartwiseError('CONFLICT', { reason: `a shop has at most ${SNOOZES_MAX} snoozes` });
      }
      const ended = await this.store.forgetEnded(sql, shop.id, nowMs);
      return {
        result: shown(snooze),
        gone: ended.map((each) => ({ snooze: each })),
        kept: snooze.untilMs > nowMs ? [{ snooze }] : [],
        audited: [
          {
            action: 'rule.snoozed',
            subject: { kind: 'rule', id: snooze.code },
            after: snooze,
            detail: `${snooze.kind} until ${new Date(snooze.untilMs).toISOString()}`,
          },
        ],
      };
    });
  }

  async list(shopId: ShopId): Promise<readonly RuleSnooze[]> {
    return (await this.store.list(shopId, this.clock())).map(shown);
  }
}

const shown = (snooze: RuleSnooze): RuleSnooze => ({
  ...snooze,
  value: shownValue(snooze.kind, snooze.value),
});
