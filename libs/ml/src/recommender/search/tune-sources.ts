import { ItemTransitions, type TransitionsConfig } from '../../models/item-transitions.ts';
import type { Source } from '../../models/recommender.ts';
import { SessionKnn, type SessionKnnConfig } from '../../models/session-knn.ts';
import type { Corpus } from '../../sequences/corpus.ts';
import type { Query } from '../../sequences/queries.ts';
import { SOURCES_PRESETS, type SourcesConfig } from '../sources-config.ts';
import { coordinateSearch, type Axis } from './coordinate-search.ts';
import { sourceGoal } from './source-goal.ts';

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
export function tuneSources(tuning: SourcesTuning): SourcesConfig {
  const { corpus, queries, repeats, budget } = tuning;
  const step = Math.max(1, Math.ceil(queries.length / budget.queriesMost));
  const asked = queries.filter((_, i) => i % step === 0);
  const goal = (source: Source, share: number): number => {
    const every = Math.round(1 / share);
    return sourceGoal(
      source,
      asked.filter((_, i) => i % every === 0),
      repeats,
    );
  };
  const goesOn = tuning.goesOn ?? (() => true);
  const { clicks, orders } = SOURCES_PRESETS;

  const knn = SessionKnn.train(corpus, clicks.sessionKnn);
  const sessionKnn = search({
    presets: [clicks.sessionKnn, orders.sessionKnn],
    axes: repeats ? KNN_AXES : KNN_AXES.filter(({ name }) => name !== 'repeatWeight'),
    roundsMost: budget.roundsMost,
    evaluate: (config, share) => goal(knn.configured(config), share),
    goesOn,
  });
  const transitions = search({
    presets: [clicks.transitions, orders.transitions],
    axes: TRANSITIONS_AXES,
    roundsMost: budget.roundsMost,
    evaluate: (config, share) => goal(ItemTransitions.train(corpus, config), share),
    goesOn,
  });
  return { ...clicks, sessionKnn, transitions };
}

function search<Config extends object>(options: {
  readonly presets: readonly [Config, Config];
  readonly axes: readonly Axis<Config>[];
  readonly roundsMost: number;
  readonly evaluate: (config: Config, share: number) => number;
  readonly goesOn: () => boolean;
}): Config {
  const { presets, evaluate, axes, roundsMost, goesOn } = options;
  const [first, second] = presets;
  const start = evaluate(first, 1) > evaluate(second, 1) ? first : second;
  return coordinateSearch({ start, axes, roundsMost, evaluate, goesOn }).config;
}
