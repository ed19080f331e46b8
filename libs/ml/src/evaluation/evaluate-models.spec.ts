import { describe, expect, it } from '@jest/globals';
import type { Scored } from '../models/scored.ts';
import type { InteractionSequence } from '../sequences/history.ts';
import type { Query, Task } from '../sequences/queries.ts';
import { visit } from '../testing/checkerboard.ts';
import { evaluateModels } from './evaluate-models.ts';
import { metricOf, type ModelEvaluation } from './model-evaluation.ts';
import { rankedAnswers } from './ranked-answers.ts';

const ITEMS = 10;
/** Item i was had by 10 - i shoppers, once each. */
const PAST: readonly InteractionSequence[] = Array.from({ length: ITEMS }, (_, owner) => ({
  owner: `u:${owner}`,
  ...visit(Array.from({ length: ITEMS - owner }, (_item, item) => item)),
}));

/** Says the same to everyone: the items in this order, with falling scores. */
const always = (...items: number[]) => ({
  name: 'blend' as const,
  candidates: (_: unknown, k: number): Scored => ({
    items: Int32Array.from(items.slice(0, k)),
    scores: Float32Array.from(items.slice(0, k), (_item, place) => 100 - place),
  }),
});
const query = (task: Task, history: readonly number[], ...targets: number[]): Query => ({
  task,
  history: visit(history),
  targets: new Set(targets),
});
const evaluate = (model: ReturnType<typeof always>, queries: readonly Query[], repeats = true) =>
  evaluateModels([model], { past: PAST, queries, itemCount: ITEMS, repeats });
const figure = ([evaluation]: readonly ModelEvaluation[], name: string) =>
  evaluation && metricOf(evaluation, name);

describe('evaluateModels', () => {
  it('averages within a task, and the tasks alike', () => {
    const { evaluations } = evaluate(always(4, 5, 6), [
      query('next-order', [1], 4),
      query('next-order', [1], 5),
      query('next-order', [1], 9),
      query('in-session', [1], 6, 9),
    ]);
    expect(figure(evaluations, 'next-order mrr@20')).toBeCloseTo((1 + 1 / 2 + 0) / 3);
    expect(figure(evaluations, 'in-session mrr@20')).toBeCloseTo(1 / 3);
    expect(figure(evaluations, 'overall mrr@20')).toBeCloseTo((1 / 2 + 1 / 3) / 2);
    expect(figure(evaluations, 'in-session recall@20')).toBeCloseTo(1 / 2);
    expect(figure(evaluations, 'overall hitRate@20')).toBeCloseTo((2 / 3 + 1) / 2);
    expect(figure(evaluations, 'coverage@20')).toBeCloseTo(3 / ITEMS);
    expect(figure(evaluations, 'novelty@20')).toBeCloseTo(
      (Math.log2(55 / 6) + Math.log2(55 / 5) + Math.log2(55 / 4)) / 3,
    );
    expect(figure(evaluations, 'queries')).toBe(4);
  });

  it('puts an interval around each mean, and none where all queries agree', () => {
    const half = Array.from({ length: 100 }, (_, i) => query('in-session', [1], i % 2 === 0 ? 4 : 9));
    const metric = (queries: readonly Query[]) =>
      evaluate(always(4), queries).evaluations[0]?.metrics.find(({ name }) => name === 'overall recall@20');
    const { value, interval } = metric(half) ?? {};
    expect(value).toBe(0.5);
    // The standard error is .05.
    expect(interval?.low).toBeCloseTo(0.4, 1);
    expect(interval?.high).toBeCloseTo(0.6, 1);
    expect(metric(half.filter((_, i) => i % 2 === 0))?.interval).toEqual({ low: 1, high: 1 });
  });

  it('tells by the length of the history, and by the popularity of what is shown', () => {
    const { breakdowns, interactionsByDecile } = evaluate(always(0, 9), [
      query('in-session', [1], 0),
      query('in-session', [1, 2, 3], 5),
      query('in-session', [1, 2, 3, 4], 0),
    ]);
    const [breakdown] = breakdowns;
    expect(breakdown?.byHistoryLength).toMatchObject([
      { from: 1, to: 1, queries: 1, ndcg: 1 },
      { from: 3, to: 4, queries: 2, ndcg: 0.5 },
    ]);
    expect(breakdown?.shownByDecile).toEqual([0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0.5]);
    expect(interactionsByDecile.map((share) => Math.round(55 * share))).toEqual([
      10, 9, 8, 7, 6, 5, 4, 3, 2, 1,
    ]);
  });

  it('takes the items of the history out before it counts places, where they are no answers', () => {
    const asked = [query('in-session', [4, 5], 6)];
    expect(figure(evaluate(always(4, 5, 6), asked).evaluations, 'overall mrr@20')).toBeCloseTo(1 / 3);
    expect(figure(evaluate(always(4, 5, 6), asked, false).evaluations, 'overall mrr@20')).toBe(1);
  });
});

describe('rankedAnswers', () => {
  it('is as long as asked for, whatever is taken out', () => {
    const { items, scores } = rankedAnswers(always(1, 2, 3, 4, 5), visit([1, 3]), 2, false);
    expect([...items]).toEqual([2, 4]);
    expect([...scores]).toEqual([99, 97]);
  });
});
