import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ShopId } from '#contracts';
import { Decision, DecisionBasis } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { orderOf } from '#ml';
import { createLogger } from '#service';
import { TEST_SHOP_ID, TEST_TIME_MS, testOrder } from '../testing/test-event.ts';
import type { Judgement } from '../scoring/order-judge.ts';
import type { FraudChallenger } from './fraud-challengers.ts';
import { ShadowJudge } from './shadow-judge.ts';

const silent = createLogger({ service: 'test', level: 'silent' });
const { DECISION_APPROVE, DECISION_DECLINE } = Decision;

const DECLINED: Judgement = {
  decision: DECISION_DECLINE,
  basis: DecisionBasis.DECISION_BASIS_THRESHOLDS,
  score: 0.9,
  base: 0,
  reasons: [],
  shadow: [],
  alerts: true,
  subjects: [],
  rulesVersion: '1',
  modelVersion: 'v2',
};

describe('a fraud model in the shadow', () => {
  let counted: string[];
  let skipped: number;
  let judged: number;
  let fails: boolean;
  let challenger: FraudChallenger | undefined;

  const shadow = () =>
    new ShadowJudge(
      { of: () => challenger },
      {
        judge: () => {
          judged += 1;
          if (fails) throw new Error('it was trained on another shop');
          return DECLINED;
        },
      },
      {
        count: ({ experimentId }, both) =>
          void counted.push(
            `${experimentId} ${both.champion}/${both.challenger} ${both.amountMinor} ${both.currency}`,
          ),
        countSkipped: () => (skipped += 1),
      },
      silent,
    );
  const decided = (modelVersion: string | undefined = 'v1') => ({
    shopId: TEST_SHOP_ID,
    situation: { trigger: 'order', order: orderOf(testOrder('o1')), own: {} } as const,
    aggregates: {},
    timeMs: TEST_TIME_MS,
    decision: DECISION_APPROVE,
    modelVersion,
  });
  const settled = async () => {
    for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  const inTheShadow = (sharePercent: number): FraudChallenger =>
    // The judge of the test asks no model.
    ({
      record: { shopId: TEST_SHOP_ID as ShopId, experimentId: 'e1', version: 'v2', sharePercent },
    }) as unknown as FraudChallenger;

  beforeEach(() => {
    [counted, skipped, judged, fails] = [[], 0, 0, false];
    challenger = inTheShadow(100);
  });

  it('judges after the answer, and what both decided is counted', async () => {
    shadow().follow(decided());
    expect(judged).toBe(0);
    await settled();
    expect(counted).toEqual(['e1 approve/decline 1500 GBP']);
  });

  it('judges its share of the orders, evenly', async () => {
    challenger = inTheShadow(25);
    const judge = shadow();
    for (let order = 0; order < 40; order++) judge.follow(decided());
    await settled();
    expect(counted).toHaveLength(10);
  });

  it('leaves out orders when too many wait, and says so', async () => {
    const judge = shadow();
    for (let order = 0; order < 70; order++) judge.follow(decided());
    await settled();
    expect([counted.length, skipped]).toEqual([64, 6]);
    judge.follow(decided());
    await settled();
    expect(counted).toHaveLength(65);
  });

  it('is not compared with rules alone, nor with itself once it serves', async () => {
    const judge = shadow();
    judge.follow({ ...decided(), modelVersion: undefined });
    judge.follow(decided('v2'));
    challenger = undefined;
    judge.follow(decided());
    await settled();
    expect([judged, skipped]).toEqual([0, 0]);
  });

  it('that fails harms no order after it', async () => {
    const judge = shadow();
    fails = true;
    judge.follow(decided());
    await settled();
    fails = false;
    judge.follow(decided());
    await settled();
    expect([skipped, counted.length]).toEqual([1, 1]);
  });
});
