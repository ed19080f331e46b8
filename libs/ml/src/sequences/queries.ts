import type { Random } from '../random.ts';
import { sliceInteractions, type History, type InteractionSequence } from './history.ts';
import { PURCHASE } from './interaction.ts';
import { firstAtOrAfter } from './split.ts';

/**
 * The questions a recommender is asked: `next-order` is everything before a visit, answered by what is bought in it
 * (by all of it in a shop without purchases); `in-session` is everything up to the middle of a visit, answered by
 * the rest of it.
 */
export type Task = 'next-order' | 'in-session';
export const TASKS: readonly Task[] = ['next-order', 'in-session'];

export interface Query {
  readonly task: Task;
  readonly history: History;
  readonly targets: ReadonlySet<number>;
}

export interface QueryWindow {
  readonly fromMs: number;
  readonly untilMs: number;
  /** Drawn at random when there are more, of each task. */
  readonly most: number;
}

/** Queries from the visits that start in the window. */
export function queriesIn(
  sequences: readonly InteractionSequence[],
  window: QueryWindow,
  random: Random,
): readonly Query[] {
  const hasPurchases = sequences.some(({ kinds }) => kinds.includes(PURCHASE));
  const all = sequences.flatMap((sequence) => visitQueries(sequence, window, hasPurchases));
  return TASKS.flatMap((task) => {
    const ofTask = all.filter((query) => query.task === task);
    return [...random.sample(ofTask.length, window.most)].flatMap((i) => ofTask[i] ?? []);
  });
}

function visitQueries(
  sequence: InteractionSequence,
  { fromMs, untilMs }: QueryWindow,
  hasPurchases: boolean,
): readonly Query[] {
  const queries: Query[] = [];
  let start = firstAtOrAfter(sequence.timesMs, fromMs);
  // A visit under way at the border belongs to the time before it.
  while (start > 0 && sequence.groups[start] === sequence.groups[start - 1]) start++;
  while (start < sequence.items.length && (sequence.timesMs[start] ?? untilMs) < untilMs) {
    let end = start + 1;
    while (sequence.groups[end] === sequence.groups[start]) end++;
    const middle = start + Math.floor((end - start) / 2);
    const answers = (from: number, purchasesOnly: boolean): ReadonlySet<number> =>
      new Set(
        sequence.items
          .subarray(from, end)
          .filter((_, i) => !purchasesOnly || sequence.kinds[from + i] === PURCHASE),
      );
    const ask = (task: Task, at: number, targets: ReadonlySet<number>): void => {
      if (at === 0 || targets.size === 0) return;
      const history = { ...sliceInteractions(sequence, 0, at), nowMs: sequence.timesMs[at] ?? 0 };
      queries.push({ task, history, targets });
    };
    ask('next-order', start, answers(start, hasPurchases));
    if (end - start >= 2) ask('in-session', middle, answers(middle, false));
    start = end;
  }
  return queries;
}
