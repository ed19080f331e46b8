import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Event } from '#contracts';
import { ListEntry } from '#contracts/generated/cartwise/fraud/v1/lists';
import type { SessionModel } from '#ml';
import { ShopPolicy } from '../policy/shop-policy.ts';
import { RULES_FILE, RuleSet } from '../rules/rule-set.ts';
import { modelOfDeclines } from '../testing/model-of-declines.ts';
import { cardTestingBurst, movedTo, TEST_TIME_MS, testEvent } from '../testing/test-event.ts';
import { SessionWatch } from './session-watch.ts';

const HOUR_MS = 3_600_000;

const failedLogin = (minute: number) =>
  testEvent('login_failed', {
    eventTime: TEST_TIME_MS + minute * 60_000,
    context: { deviceId: 'thief-phone' },
  });

describe('the watch over sessions', () => {
  let rules: RuleSet;
  let model: SessionModel;
  let watch: SessionWatch;

  const watchBy = (policy: ShopPolicy) =>
    new SessionWatch({ of: () => policy }, { of: () => ({ sessions: model }) });
  const alertedAt = (events: readonly Event[]) =>
    events.flatMap((event, i) => (watch.draftOf(event) === undefined ? [] : [i]));

  beforeAll(async () => {
    rules = await RuleSet.fromFile(RULES_FILE);
  });
  beforeEach(() => {
    model = modelOfDeclines();
    watch = watchBy(new ShopPolicy(rules));
  });

  it('asks for one alert of a session, when it is enough, and says which events speak for it', () => {
    const burst = cardTestingBurst(8);
    expect(watch.draftOf(failedLogin(0))).toBeUndefined();
    expect(alertedAt(burst.slice(0, 2))).toEqual([]);
    expect(watch.draftOf(burst[2] ?? failedLogin(0))).toMatchObject({
      subjects: [
        { kind: 'device', id: 'thief-phone' },
        { kind: 'user', id: 'u:guest-2' },
      ],
      eventId: burst[2]?.eventId,
      assessment: {
        alerts: true,
        reasons: [
          {
            code: 'SESSION_PAYMENT_DECLINED',
            description:
              'The session is like attacks before, most of all its payments declined: 3 of 4 events',
          },
        ],
      },
    });
    expect(alertedAt(burst.slice(3))).toEqual([]);
  });

  it('asks again when the event is delivered again, for the alert may not have been kept', () => {
    const burst = cardTestingBurst(3);
    expect(alertedAt(burst)).toEqual([2]);
    expect(alertedAt(burst)).toEqual([2]);
  });

  it('begins a new session after half an hour', () => {
    const [first, second, third] = cardTestingBurst(3);
    expect(alertedAt([first, second].flatMap((event) => event ?? []))).toEqual([]);
    expect(third && watch.draftOf(movedTo(third, TEST_TIME_MS + HOUR_MS))).toBeUndefined();
  });

  it('goes on with what a session did when another model serves', () => {
    const burst = cardTestingBurst(3);
    expect(alertedAt(burst.slice(0, 2))).toEqual([]);
    model = modelOfDeclines();
    expect(alertedAt(burst.slice(2))).toEqual([0]);
  });

  it('leaves alone whoever is allowed, and shops without such a model', () => {
    const policy = new ShopPolicy(rules);
    policy.lists.put(
      ListEntry.fromPartial({ list: 'allow', kind: 'device', value: 'thief-phone', reason: 'our tester' }),
    );
    watch = watchBy(policy);
    expect(alertedAt(cardTestingBurst(9))).toEqual([]);
    watch = new SessionWatch({ of: () => policy }, { of: () => ({ sessions: undefined }) });
    expect(alertedAt(cardTestingBurst(9))).toEqual([]);
  });
});
