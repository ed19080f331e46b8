import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EpochMs, Event } from '#contracts';
import type { Sql } from '#database';
import { ShopPolicy } from '../policy/shop-policy.ts';
import { RULES_FILE, RuleSet } from '../rules/rule-set.ts';
import { screenEvents } from '../screening/screen-events.ts';
import { startAnomalyBench, type AnomalyBench } from '../testing/anomaly-bench.ts';
import { modelOfDeclines } from '../testing/model-of-declines.ts';
import { cardTestingBurst, TEST_TIME_MS } from '../testing/test-event.ts';
import { SessionWatch } from './session-watch.ts';

describe('alerts about sessions', () => {
  let bench: AnomalyBench;
  let policy: ShopPolicy;
  let watch: SessionWatch;

  const restart = () => {
    const model = { sessions: modelOfDeclines() };
    watch = new SessionWatch({ of: () => policy }, { of: () => model });
  };
  const screenIn = (sql: Sql, events: readonly Event[]) =>
    screenEvents(
      { ...bench.screening, sessions: watch },
      sql,
      [{ ...bench.placeAfter(events), events }],
      TEST_TIME_MS as EpochMs,
    );
  const screen = async (events: readonly Event[]) => {
    const raised = await bench.database.transaction((sql) => screenIn(sql, events));
    return raised.map(({ alert }) => [alert.subjectId, alert.reasons[0]?.code]);
  };

  beforeAll(async () => {
    bench = await startAnomalyBench();
    policy = new ShopPolicy(await RuleSet.fromFile(RULES_FILE));
  });
  beforeEach(async () => {
    await bench.clear();
    restart();
  });
  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
  });

  it('are raised once, before the rules would, and not again after a restart', async () => {
    const burst = cardTestingBurst(20);
    expect(await screen(burst.slice(0, 2))).toEqual([]);
    expect(await screen(burst.slice(2, 12))).toEqual([['thief-phone', 'SESSION_PAYMENT_DECLINED']]);
    restart();
    expect(await screen(burst.slice(12))).toEqual([]);
  });

  it('are not lost with a batch that could not be kept', async () => {
    const burst = cardTestingBurst(4);
    const failing = bench.database.transaction(async (sql) => {
      expect(await screenIn(sql, burst)).toHaveLength(1);
      throw new Error('the disk is full');
    });
    await expect(failing).rejects.toThrow('the disk is full');
    expect(await screen(burst)).toEqual([['thief-phone', 'SESSION_PAYMENT_DECLINED']]);
  });
});
