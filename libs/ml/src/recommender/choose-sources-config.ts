import { evaluateRanking, GATE_METRIC } from '../evaluation/evaluate-ranking.ts';
import { metricOf } from '../evaluation/model-evaluation.ts';
import { ItemTransitions } from '../models/item-transitions.ts';
import { SessionKnn } from '../models/session-knn.ts';
import type { Corpus } from '../sequences/corpus.ts';
import type { Query } from '../sequences/queries.ts';
import { SOURCES_PRESETS, type SourcesConfig } from './sources-config.ts';

/** Enough to tell the presets apart: they differ by far more than the noise of this many. */
const QUERIES_MOST = 400;

/** For each source that has presets, the one that answers the queries best; `corpus` must not contain the answers. */
export function chooseSourcesConfig(corpus: Corpus, queries: readonly Query[]): SourcesConfig {
  const step = Math.max(1, Math.ceil(queries.length / QUERIES_MOST));
  const asked = queries.filter((_, i) => i % step === 0);
  const quality = (model: ItemTransitions | SessionKnn): number =>
    metricOf(evaluateRanking(model, asked, { name: model.name, itemCount: corpus.itemCount }), GATE_METRIC) ??
    0;
  const { clicks, orders } = SOURCES_PRESETS;
  const better = <T>(a: T, b: T, train: (config: T) => ItemTransitions | SessionKnn): T =>
    quality(train(a)) > quality(train(b)) ? a : b;
  return {
    ...clicks,
    transitions: better(clicks.transitions, orders.transitions, (config) =>
      ItemTransitions.train(corpus, config),
    ),
    sessionKnn: better(clicks.sessionKnn, orders.sessionKnn, (config) => SessionKnn.train(corpus, config)),
  };
}
