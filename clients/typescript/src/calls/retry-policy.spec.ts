import { describe, expect, it } from '@jest/globals';
import { CartwiseCallError, type StatusName } from '../cartwise-call-error.ts';
import { RetryBudget } from './retry-budget.ts';
import { RETRY_DEFAULTS as policy, waitBeforeRetry, type Repeatable } from './retry-policy.ts';

const failed = (status: StatusName, retryAfterMs?: number) =>
  new CartwiseCallError({
    code: status,
    status,
    message: 'failed',
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });

describe('the wait before a retry', () => {
  it('lies between nothing and a bound that doubles up to a limit', () => {
    for (const [retries, boundMs] of [50, 100, 200, 400, 800, 1_000, 1_000].entries()) {
      for (let n = 0; n < 100; n++) {
        const waitMs = waitBeforeRetry(failed('UNAVAILABLE'), retries, { repeatable: 'always', policy });
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(waitMs).toBeLessThan(boundMs);
      }
    }
  });

  it('is never shorter than the service asks for', () => {
    const error = failed('RESOURCE_EXHAUSTED', 300);
    expect(waitBeforeRetry(error, 0, { repeatable: 'always', policy })).toBeGreaterThanOrEqual(300);
  });

  it.each<[CartwiseCallError, Repeatable]>([
    [failed('INVALID_ARGUMENT'), 'always'],
    [failed('NOT_FOUND'), 'always'],
    [failed('DEADLINE_EXCEEDED'), 'always'],
    [failed('INTERNAL'), 'always'],
    [failed('RESOURCE_EXHAUSTED'), 'always'],
    [failed('UNAVAILABLE', 10), 'if-refused'],
  ])('is not for %s of a call that is repeated %s', (error, repeatable) => {
    expect(waitBeforeRetry(error, 0, { repeatable, policy })).toBeUndefined();
  });
});

describe('the retry budget', () => {
  it('is spent by failures down to its half and earned back by successes', () => {
    const budget = new RetryBudget(4, 0.5);
    expect([budget.failed(), budget.failed(), budget.failed()]).toEqual([true, false, false]);
    for (let n = 0; n < 5; n++) budget.succeeded();
    expect(budget.failed()).toBe(true);
  });

  it('never holds more than it began with', () => {
    const budget = new RetryBudget(4, 1);
    for (let n = 0; n < 100; n++) budget.succeeded();
    expect([budget.failed(), budget.failed()]).toEqual([true, false]);
  });
});
