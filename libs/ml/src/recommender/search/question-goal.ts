import { rankingMetrics } from '../../evaluation/ranking.ts';
import type { ScoreBoard } from '../../models/score-board.ts';
import { TASKS, type Query } from '../../sequences/queries.ts';
import type { TrialResult } from './trial.ts';

const K = 20;
/** A hit counts beside its place: a blend can move up what a source has found, but not find what it has not. */
const HIT_WEIGHT = 0.25;

/**
 * How well a board answers a question: NDCG@20 + hit rate@20 / 4. `repeats` false: items of the history are no answers
 * and are passed over.
 */
function questionGoal(board: ScoreBoard, { history, targets }: Query, repeats: boolean): number {
  const passedOver = repeats ? [] : [...new Set(history.items)].filter((item) => board.has(item));
  const ranks = [...targets]
    .filter((item) => board.has(item) && !passedOver.includes(item))
    .map((item) => rankOf(item, board, passedOver))
    .sort((a, b) => a - b);
  const { ndcg, hitRate } = rankingMetrics(ranks, targets.size, K);
  return ndcg + HIT_WEIGHT * hitRate;
}

/** 1 + the items with a higher score + half of the others with the same one, by counting: nothing is sorted. */
function rankOf(item: number, board: ScoreBoard, passedOver: readonly number[]): number {
  const { scores } = board;
  const own = scores[item] ?? 0;
  let [higher, same] = [0, 0];
  for (const other of board.entries()) {
    const score = scores[other] ?? 0;
    if (score > own) higher++;
    else if (score === own) same++;
  }
  for (const other of passedOver) {
    const score = scores[other] ?? 0;
    if (score > own) higher--;
    else if (score === own) same--;
  }
  return higher + (same + 1) / 2;
}

/** Sums up the goals of questions by task; `boardOf` answers each. */
export function sumGoals(
  questions: readonly Query[],
  repeats: boolean,
  boardOf: (question: Query, place: number) => ScoreBoard,
): TrialResult {
  const sums = TASKS.map(() => 0);
  for (const [place, question] of questions.entries()) {
    const task = TASKS.indexOf(question.task);
    sums[task] = (sums[task] ?? 0) + questionGoal(boardOf(question, place), question, repeats);
  }
  return sums;
}

/** The mean of the tasks' means; `counts` are the questions of each task. */
export function meanGoal(sums: TrialResult, counts: readonly number[]): number {
  const means = sums.flatMap((sum, task) => {
    const count = counts[task] ?? 0;
    return count === 0 ? [] : [sum / count];
  });
  return means.length === 0 ? 0 : means.reduce((a, b) => a + b, 0) / means.length;
}
