import type { TransitionsConfig } from '../../models/item-transitions.ts';
import type { SessionKnnConfig } from '../../models/session-knn-config.ts';
import type { Corpus } from '../../sequences/corpus.ts';
import { TASKS, type Query } from '../../sequences/queries.ts';
import { SOURCES_PRESETS, withKindPowers, type SourcesConfig } from '../sources-config.ts';
import { coordinateSearch, type Axis, type SearchOutcome } from './coordinate-search.ts';
import { meanGoal } from './question-goal.ts';
import { inRungOrder, RUNG_SHARES } from './rungs.ts';
import { searchFingerprint } from './search-fingerprint.ts';
import { JournaledTrials } from './trial-journal.ts';
import type { SearchData, SearchTools, Trial, TrialResult, TrialRunner } from './trial.ts';
import { TrialsInProcess } from './trials-in-process.ts';

export interface TuningBudget {
  /** Questions that a trial is asked. */
  readonly queriesMost: number;
  /** Passes over the hyper-parameters; 0 chooses between the presets only. */
  readonly roundsMost: number;
}

export interface SourcesTuning extends Omit<SearchData, 'questions'> {
  /** Drawn by the seed; every n-th is asked where there are more than the budget has. */
  readonly queries: readonly Query[];
  readonly budget: TuningBudget;
  readonly tools?: SearchTools | undefined;
}

/** What was chosen, and how the search went. */
export interface TunedSources {
  readonly config: SourcesConfig;
  /** Goes into the version's record. */
  readonly search: Readonly<Record<'sessionKnn' | 'transitions', SearchRecord>> & {
    readonly questions: number;
  };
}

export type SearchRecord = Omit<SearchOutcome<object>, 'config'>;

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

/** How much more a purchase or a cart says than a view, where the shop tells of both. */
const KIND_POWERS = [0.5, 1, 2];

/**
 * Hyper-parameters of the two strongest count sources for these data: from the better of the presets (clicks, orders) on
 * by coordinate search; how the kinds of interactions count beside each other is chosen first of all. The others are
 * variants of them that say something else on purpose: they share the weight of kinds, and stay as they are.
 */
export async function tuneSources({
  corpus,
  queries,
  repeats,
  budget,
  tools = {},
}: SourcesTuning): Promise<TunedSources> {
  const step = Math.max(1, Math.ceil(queries.length / budget.queriesMost));
  const questions = inRungOrder(queries.filter((_, i) => i % step === 0));
  const data = { corpus, questions, repeats };
  const runner = await openRunner(data, budget, tools);
  const { clicks, orders } = SOURCES_PRESETS;
  const shared = {
    roundsMost: budget.roundsMost,
    rungs: RUNG_SHARES.length,
    goesOn: tools.goesOn ?? (() => true),
  };
  const kindPowers = hasSeveralKinds(corpus) ? KIND_POWERS : [];
  try {
    // Side by side: while one waits for its slowest trial the other's are run.
    const [sessionKnn, transitions] = await Promise.all([
      coordinateSearch<SessionKnnConfig>({
        ...shared,
        starts: withKinds([clicks.sessionKnn, orders.sessionKnn], kindPowers),
        axes: repeats ? KNN_AXES : KNN_AXES.filter(({ name }) => name !== 'repeatWeight'),
        evaluate: evaluateBy(runner, data, (part) => ({ source: 'session-knn', ...part })),
      }),
      coordinateSearch<TransitionsConfig>({
        ...shared,
        starts: withKinds([clicks.transitions, orders.transitions], kindPowers),
        axes: TRANSITIONS_AXES,
        evaluate: evaluateBy(runner, data, (part) => ({ source: 'transitions', ...part })),
      }),
    ]);
    const tuned = { ...clicks, sessionKnn: sessionKnn.config, transitions: transitions.config };
    return {
      config: withKindPowers(tuned, {
        transitions: transitions.config.kindPower,
        knn: sessionKnn.config.kindPower,
      }),
      search: {
        questions: questions.length,
        sessionKnn: recordOf(sessionKnn),
        transitions: recordOf(transitions),
      },
    };
  } finally {
    await runner.close();
  }
}

const hasSeveralKinds = ({ kinds }: Corpus): boolean => kinds.some((kind) => kind !== kinds[0]);

/** The presets, in which all kinds count alike, and each of them with every power. */
function withKinds<Config>(
  presets: readonly [Config, Config],
  kindPowers: readonly number[],
): readonly [Config, ...Config[]] {
  const weighted = kindPowers.flatMap((kindPower) => presets.map((preset) => ({ ...preset, kindPower })));
  return [...presets, ...weighted];
}

async function openRunner(data: SearchData, budget: TuningBudget, tools: SearchTools): Promise<TrialRunner> {
  const trials = (await tools.openTrials?.(data)) ?? new TrialsInProcess(data);
  if (tools.journal === undefined) return trials;
  const settings = {
    budget,
    axes: [KNN_AXES, TRANSITIONS_AXES],
    presets: SOURCES_PRESETS,
    rungs: RUNG_SHARES,
  };
  return new JournaledTrials(trials, await tools.journal.open(searchFingerprint(data, settings)));
}

const recordOf = ({ goal, trials, isComplete }: SearchOutcome<object>): SearchRecord => ({
  goal,
  trials,
  isComplete,
});

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
