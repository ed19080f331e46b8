import { describe, expect, it } from '@jest/globals';
import { EpochMs } from '#contracts';
import { Strategy } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import type { Logger } from '#service';
import { RecommendersBusy } from '../recommenders/recommenders-busy.ts';
import { FailureLog } from './failure-log.ts';

describe('the log of failed strategies', () => {
  const lines: string[] = [];
  let nowMs = 0;
  const write = (level: string) => (fields: object, text: string) =>
    lines.push(`${level} ${JSON.stringify(fields)} ${text}`);
  const logger = { warn: write('warn'), error: write('error') } as unknown as Logger;
  const log = new FailureLog(logger, () => EpochMs.parse(nowMs));
  const failed = (error: Error) => [{ strategy: Strategy.STRATEGY_PERSONAL, error }];

  it('tells overload once in ten seconds, with how often', () => {
    const busy = failed(new RecommendersBusy('200 lists wait'));
    for (let times = 0; times < 5; times++) log.tell('Recommend', busy);
    nowMs += 10_000;
    log.tell('Recommend', busy);
    expect(lines).toEqual([
      'warn {"times":1} 200 lists wait: simpler strategies answered',
      'warn {"times":5} 200 lists wait: simpler strategies answered',
    ]);
  });

  it('tells every other failure as an error', () => {
    log.tell('Recommend', failed(new Error('the list is bad')));
    expect(lines.at(-1)).toMatch(/^error .*"method":"Recommend".* a strategy failed; the next one answered$/);
  });
});
