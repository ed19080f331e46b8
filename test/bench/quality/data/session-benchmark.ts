import type { InteractionSequence, Query } from '#ml';
import type { QualityBenchmark, QualityData, QualityTarget } from '../benchmark.ts';
import { readLines } from './read-lines.ts';
import { historyAfter, visitOf } from './visit-of.ts';

/** The newest lines of the training file are the validation. */
const VALIDATION_SHARE = 0.1;
/** The files have no times, but their lines are in the order of time: they are spread over about as long as they took. */
const SPAN_MS = 140 * 86_400_000;

/**
 * Sessions one a line, and a test file of "prefix TAB next item", expanded already (GCE-GNN, Wang et al. 2020; COTREC,
 * Xia et al. 2021). Every prefix of a training session has its next item as the answer; repeats are answers too.
 */
export function sessionBenchmark(
  about: Pick<QualityBenchmark, 'name' | 'describes'> & { readonly targets: readonly QualityTarget[] },
  files: { readonly train: string; readonly test: string },
): QualityBenchmark {
  return {
    ...about,
    async load(folder): Promise<QualityData> {
      const lines = await readLines(folder, files.train);
      const train = lines.map((line, number) =>
        visitOf(`s:${number}`, numbersOf(line), (number / lines.length) * SPAN_MS),
      );
      const newest = Math.floor(lines.length * (1 - VALIDATION_SHARE));
      const test = (await readLines(folder, files.test)).map((line, number): Query => {
        const [prefix = '', target = ''] = line.split('\t');
        const history = visitOf(`t:${number}`, numbersOf(prefix), SPAN_MS);
        return queryOf(historyAfter(history, history.items.length), Number(target) - 1);
      });
      return {
        itemCount: mostItem(train, test) + 1,
        fitting: train.slice(0, newest),
        validation: train.slice(newest).flatMap(prefixesOf),
        train,
        test,
      };
    },
  };
}

/** Items count from 1 in the files, from 0 here. */
const numbersOf = (text: string): number[] => text.split(' ').map((item) => Number(item) - 1);

function prefixesOf(session: InteractionSequence): readonly Query[] {
  return Array.from({ length: session.items.length - 1 }, (_, i) =>
    queryOf(historyAfter(session, i + 1), session.items[i + 1] ?? 0),
  );
}

const queryOf = (history: Query['history'], target: number): Query => ({
  task: 'in-session',
  history,
  targets: new Set([target]),
});

function mostItem(train: readonly InteractionSequence[], test: readonly Query[]): number {
  let most = 0;
  for (const { items } of train) for (const item of items) most = Math.max(most, item);
  for (const { history, targets } of test) {
    for (const item of [...history.items, ...targets]) most = Math.max(most, item);
  }
  return most;
}
