import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EpochMs, Event, OrderId } from '#contracts';
import { EventArchive, LabelStore } from '#database';
import { RULES_FILE } from '../rules/rule-set.ts';
import { startAnomaly, type RunningAnomaly } from '../testing/start-anomaly.ts';
import {
  movedTo,
  TEST_SHOP_ID,
  TEST_TIME_MS,
  testEvent,
  testHash,
  testOrder,
} from '../testing/test-event.ts';
import { formatBacktest } from './format-backtest.ts';
import { openConfigurations } from './open-configurations.ts';
import { readOutcomes } from './read-outcomes.ts';
import { replayOrders } from './replay-orders.ts';
import { backtestPage } from './report/backtest-page.ts';
import { runBacktest, type BacktestResult } from './run-backtest.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const SPAN = { fromMs: TEST_TIME_MS, untilMs: TEST_TIME_MS + 10 * HOUR_MS };
const BIG_ORDER = `rules:
  - code: BIG_ORDER
    description: More than anybody orders here
    on: order
    when: amount >= 1000 GBP
    score: 0.9
    outcome: decline
`;

describe('a backtest', () => {
  let anomaly: RunningAnomaly;
  let folder: string;
  let candidate: string;
  let archive: EventArchive;
  let offset = 0;

  const at = <E extends Event>(event: E, hours: number): E => movedTo(event, TEST_TIME_MS + hours * HOUR_MS);
  const keep = async (events: readonly Event[]) => {
    const { database } = anomaly.infrastructure;
    await archive.append(
      database,
      events.map((event) => ({ event, partition: 0, offset: offset++ })),
    );
  };
  /** An order after four declined payments with its card; `late` payments came an hour after the order. */
  const afterDeclines = (orderId: string, hours: number, late: boolean): readonly Event[] => {
    const cardHash = testHash(`card of ${orderId}`);
    const user = { userId: orderId, cardHash };
    const order = at(testOrder(orderId, user), hours);
    const declines = [1, 2, 3, 4].map((minutes) => {
      const eventTime = order.eventTime - minutes * MINUTE_MS;
      const receivedAt = late ? order.receivedAt + HOUR_MS : eventTime;
      const amount = { amountMinor: 1500, currency: 'GBP', status: 'declined' };
      return testEvent('payment_attempted', { ...user, ...amount, eventTime, sentAt: eventTime, receivedAt });
    });
    return [...declines, order];
  };
  const bigOrder = (orderId: string, hours: number) =>
    at(testOrder(orderId, { userId: orderId, totalMinor: 200_000 }), hours);
  const run = async (asked: { rules?: string; model?: string } = {}): Promise<BacktestResult> => {
    const { database, clock } = anomaly.infrastructure;
    const wanted = { rules: asked.rules, model: asked.model, fromMs: SPAN.fromMs };
    const opened = await openConfigurations(anomaly.infrastructure, TEST_SHOP_ID, wanted);
    const outcomes = await readOutcomes(archive, new LabelStore(database), TEST_SHOP_ID, clock());
    return runBacktest(TEST_SHOP_ID, replayOrders(archive, TEST_SHOP_ID, SPAN), { ...opened, outcomes });
  };

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cartwise-backtest-'));
    candidate = path.join(folder, 'candidate.yaml');
    const rules = await readFile(RULES_FILE, 'utf8');
    await writeFile(candidate, rules.replace('rules:\n', BIG_ORDER));
    anomaly = await startAnomaly();
    const { database } = anomaly.infrastructure;
    archive = new EventArchive(database);
    await archive.ensurePartitions(TEST_TIME_MS);
    await keep([
      // Before and after the span: they count, and are not judged.
      at(testOrder('before'), -1),
      at(testOrder('after'), 11),
      at(testOrder('ordinary'), 1),
      ...afterDeclines('tested', 2, false),
      ...afterDeclines('late', 3, true),
      bigOrder('big-fraud', 4),
      bigOrder('big-good', 5),
      // The same order told again.
      bigOrder('big-good', 6),
      at(testEvent('chargeback_received', { orderId: 'tested', amountMinor: 1500, currency: 'GBP' }), 20),
      at(testEvent('chargeback_received', { orderId: 'late', amountMinor: 1500, currency: 'GBP' }), 20),
    ]);
    const label = {
      orderId: 'big-fraud' as OrderId,
      isFraud: true,
      source: 'analyst' as const,
      knownAtMs: (TEST_TIME_MS + 9 * HOUR_MS) as EpochMs,
      author: 'eve',
      evidence: 'alert/a',
    };
    await new LabelStore(database).append(database, [{ shopId: TEST_SHOP_ID, label }]);
  });
  afterAll(async () => {
    await anomaly[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  it('decides each order of the span once, by what was known then, and knows today what it was', async () => {
    const { orders, labelled, currencies } = await run();
    expect({ orders, labelled }).toEqual({ orders: 5, labelled: 3 });
    expect(currencies).toHaveLength(1);
    const [live] = currencies[0]?.configurations ?? [];
    // Declines before the order are seen; those that came after it are not, though they happened before.
    expect(live?.figures).toMatchObject({
      orders: 5,
      fraud: 3,
      caughtReviewed: 1,
      missed: 2,
      goodBlocked: 0,
    });
    expect(live).toMatchObject({
      name: 'live',
      rulesVersion: expect.stringMatching(/^\w{12}$/),
      modelVersion: '',
    });
  });

  it('compares other rules with those that serve, in money', async () => {
    const result = await run({ rules: candidate });
    const [live, other] = result.currencies[0]?.configurations ?? [];
    expect(other?.figures).toMatchObject({ caughtDeclined: 1, caughtReviewed: 1, missed: 1, goodBlocked: 1 });
    // The big fraud: 70 % of 2,000.00 and the fee. The big good order: 30 % of it and the customer.
    const [savedMinor, lostMinor] = [140_000 + 1_500, 60_000 + 1_000];
    expect((live?.figures.costMinor ?? 0) - (other?.figures.costMinor ?? 0)).toBeCloseTo(
      savedMinor - lostMinor,
    );
    const text = formatBacktest(result, 'a day', ['beware']);
    expect(text).toContain('demo, a day: 5 orders, of 3 something is known');
    expect(text).toContain(`candidate.yaml costs 805.00 GBP less than live.`);
    expect(text).toMatch(/fraud missed +2 \(66\.7 %\) +1 \(33\.3 %\)/);
    expect(text).toContain('! beware');
  });

  it('takes what a file of rules leaves out, as `cartwise rules export` does, from what serves', async () => {
    const exported = path.join(folder, 'exported.yaml');
    await writeFile(exported, BIG_ORDER);
    const [, other] = (await run({ rules: exported })).currencies[0]?.configurations ?? [];
    expect(other?.figures).toMatchObject({ caughtDeclined: 1, missed: 2, goodBlocked: 1 });
    await writeFile(exported, `thresholds: { review: 0.1, decline: 0.2 }\n${BIG_ORDER}`);
    await expect(run({ rules: exported })).rejects.toThrow(/exported\.yaml:\n {2}model\.score_max/);
  });

  it('draws the threshold curves of both in one page that loads nothing', async () => {
    const page = backtestPage(await run({ rules: candidate }), 'a day', ['<beware>']);
    expect(page.match(/<svg/g)?.length).toBeGreaterThanOrEqual(3);
    expect(page).toContain('&lt;beware&gt;');
    expect(page).not.toMatch(/<script|src=|href=/);
  });

  it('names what is wrong with the rules or the model it is asked to try', async () => {
    const wrong = path.join(folder, 'wrong.yaml');
    await writeFile(wrong, 'rules: []');
    await expect(run({ rules: wrong })).rejects.toThrow(/wrong\.yaml:\n {2}rules: /);
    await writeFile(wrong, 'threshold: 1');
    await expect(run({ rules: wrong })).rejects.toThrow(/wrong\.yaml:\n {2}rules: .*\n.*"threshold"/);
    await writeFile(wrong, BIG_ORDER.replace('amount >= 1000 GBP', 'user in list("vip")'));
    await expect(run({ rules: wrong })).rejects.toThrow(/rules\[0\]\.when: .*vip/);
    await expect(run({ model: 'fraud-0' })).rejects.toThrow(
      '--model: there is no fraud model version "fraud-0"',
    );
  });
});
