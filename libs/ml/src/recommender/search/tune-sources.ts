import type { TransitionsConfig } from '../../models/item-transitions.ts';
import type { SessionKnnConfig } from '../../models/session-knn.ts';
import type { Corpus } from '../../sequences/corpus.ts';
import { TASKS, type Query } from '../../sequences/queries.ts';
import { SOURCES_PRESETS, type SourcesConfig } from '../sources-config.ts';
import { coordinateSearch, type Axis } from './coordinate-search.ts';
import { meanGoal } from './question-goal.ts';
import { inRungOrder, RUNG_SHARES } from './rungs.ts';
import type { Trial, TrialResult, TrialRunner } from './trial.ts';
import { TrialsInProcess, type SearchData } from './trials-in-process.ts';

export interface TuningBudget {
  /** Questions that a trial is asked. */
  readonly queriesMost: number;
  /** Passes over the hyper-parameters; 0 chooses between the presets only. */
  readonly roundsMost: number;
}

export interface SourcesTuning {
  /** Must not contain the answers of the queries. */
  readonly corpus: Corpus;
  readonly queries: readonly Query[];
  /** Whether items of the history can be answers. */
  readonly repeats: boolean;
  readonly budget: TuningBudget;
  /** False ends the search with the best so far: a bound in time is the caller's, who has the clock. */
  readonly goesOn?: (() => boolean) | undefined;
}

/** In the order of what they gave on public click sessions. */
const KNN_AXES: readonly Axis<SessionKnnConfig>[] = [
  { name: 'rarityPower', values: [0, 1, 2, 3] },
  { name: 'repeatWeight', values: [1, 1.5, 2, 3, 5] },
  { name: 'queryDecay', values: [1, 2, 3, 5, 20] },
  { name: 'afterDecay', values: [1.5, 3, 6, 20] },
  { name: 'beforeDecay', values: [1.5, 3, 6, 20] },
  { name: 'beforeWeight', values: [0, 0.2, 0.4, 0.7, 1] },
  { name: 'lengthPower', values: [0, 0.25, 0.5] },
  { name: 'popularityPower', values: [0, 0.15, 0.3] },
  { name: 'recency', values: [0, 0.5, 1, 2] },
  { name: 'similarityPower', values: [0.75, 1, 1.5] },
  { name: 'neighbours', values: [200, 500, 2000] },
];
const TRANSITIONS_AXES: readonly Axis<TransitionsConfig>[] = [
  { name: 'backward', values: [0, 0.15, 0.3, 0.6, 1] },
  { name: 'window', values: [5, 10, 20, 40] },
  { name: 'rowPower', values: [0.25, 0.4, 0.5, 0.6, 0.75] },
  { name: 'historyDecay', values: [1.5, 2.8, 4, 8, 20] },
  { name: 'popularityPower', values: [0, 0.1, 0.2, 0.3] },
  { name: 'windowDecay', values: [1.5, 3, 4, 6, 12] },
];

/**
 * Hyper-parameters of the two strongest count sources for these data: from the better of the presets (clicks, orders) on
 * by coordinate search. The others are variants of them that say something else on purpose, and stay as they are.
 */
export async function tuneSources(tuning: SourcesTuning): Promise<SourcesConfig> {
  const { corpus, queries, repeats, budget } = tuning;
  const step = Math.max(1, Math.ceil(queries.length / budget.queriesMost));
  const questions = inRungOrder(queries.filter((_, i) => i % step === 0));
  const data = { corpus, questions, repeats };
  const runner = new TrialsInProcess(data);
  const { clicks, orders } = SOURCES_PRESETS;
  const shared = {
    roundsMost: budget.roundsMost,
    rungs: RUNG_SHARES.length,
    goesOn: tuning.goesOn ?? (() => true),
  };
  const sessionKnn = await coordinateSearch<SessionKnnConfig>({
    ...shared,
    starts: [clicks.sessionKnn, orders.sessionKnn],
    axes: repeats ? KNN_AXES : KNN_AXES.filter(({ name }) => name !== 'repeatWeight'),
    evaluate: evaluateBy(runner, data, (part) => ({ source: 'session-knn', ...part })),
  });
  const transitions = await coordinateSearch<TransitionsConfig>({
    ...shared,
    starts: [clicks.transitions, orders.transitions],
    axes: TRANSITIONS_AXES,
    evaluate: evaluateBy(runner, data, (part) => ({ source: 'transitions', ...part })),
  });
  return { ...clicks, sessionKnn: sessionKnn.config, transitions: transitions.config };
}

/** Asks each rung only the questions that the rungs before did not ask. */
function evaluateBy<Config extends object>(
  runner: TrialRunner,
  { questions }: SearchData,
  trialOf: (part: { readonly config: Config; readonly from: number; readonly to: number }) => Trial,
): (configs: readonly Config[], rung: number) => Promise<readonly number[]> {
  const sums = new Map<Config, TrialResult>();
  const end = (rung: number): number => Math.round((RUNG_SHARES[rung] ?? 0) * questions.length);
  return async (configs, rung) => {
    const [from, to] = [end(rung - 1), end(rung)];
    const results = await runner.run(configs.map((config) => trialOf({ config, from, to })));
    const counts = TASKS.map(
      (task) => questions.slice(0, to).filter((question) => question.task === task).length,
    );
    return configs.map((config, i) => {
      const before = sums.get(config);
      const now = (results[i] ?? []).map((sum, task) => sum + (before?.[task] ?? 0));
      sums.set(config, now);
      return meanGoal(now, counts);
    });
  };
}
