import { GATE_METRIC, type ModelEvaluation, type RankingBreakdown } from '#ml';
import type { EvaluatedVersion, RecommenderDetails } from '../../training-run/evaluate-versions.ts';
import { escapeHtml } from '#service/html/escape-html';
import { evaluationTable } from './evaluation-table.ts';
import { figure } from './figure.ts';
import { PAGE_STYLE } from './page-style.ts';
import { plotByHistoryLength } from './plots/history-length.ts';
import { plotItemEmbedding } from './plots/item-embedding.ts';
import { plotLearningCurves } from './plots/learning-curves.ts';
import { plotModelComparison } from './plots/model-comparison.ts';
import { plotPopularityBias } from './plots/popularity-bias.ts';

/** The lines that a plot can hold: what serves, the strongest of what it is made of, and the simplest. */
const PLOTTED_SOURCES = 3;
const BASELINE = 'popularity';

/** What the names of figures begin with that stand in a table of their own; the others share the last one. */
const TABLES = ['overall', 'next-order', 'in-session', 'stored'] as const;

/** A version with the first level of each mapped item's category, where the catalogue has one. */
export interface ReportedVersion extends EvaluatedVersion {
  readonly categoryOf: ReadonlyMap<string, string>;
}

/** The evaluation as one file of HTML: tables, and plots as inline SVG. It loads nothing and runs nothing. */
export function evaluationPage(versions: readonly ReportedVersion[], atMs: number): string {
  const at = new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Evaluation of models</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<h1>Evaluation of models</h1>
<p>Made ${at} UTC. All items are ranked and ties averaged; metrics are at 20. Intervals hold 95 % and come from resampling
the questions.</p>
${versions.map(section).join('\n')}
</body>
</html>
`;
}

function section(version: ReportedVersion): string {
  const { shopId, heldOut, evaluations, details } = version;
  const names = [...new Set(evaluations.flatMap(({ metrics }) => metrics.map(({ name }) => name)))];
  const named = TABLES.map((table) => names.filter((name) => name.startsWith(`${table} `)));
  const tables = [...named, names.filter((name) => !named.flat().includes(name))];
  return `<section>
<h2>${escapeHtml(version.version)}</h2>
<p>Shop ${escapeHtml(shopId)}; ${escapeHtml(heldOut)}.</p>
${comparison(evaluations)}
${tables.map((columns) => (columns.length === 0 ? '' : scrolling(evaluationTable(evaluations, columns)))).join('\n')}
${details === undefined ? '' : figures(version, details)}
</section>`;
}

const scrolling = (table: string): string => `<div class="scrolling">${table}</div>`;

function comparison(evaluations: readonly ModelEvaluation[]): string {
  if (!evaluations.some(({ metrics }) => metrics.some(({ name }) => name === GATE_METRIC))) return '';
  return figure(
    'Every model on the same held-out visits',
    plotModelComparison(evaluations, GATE_METRIC),
    'A line is the 95 % interval. The blend is what serves; the others are its sources alone.',
  );
}

function figures({ evaluations, categoryOf }: ReportedVersion, details: RecommenderDetails): string {
  const { losses, heldOut, itemMap } = details;
  const plotted = mostTelling(heldOut.breakdowns, evaluations);
  return [
    losses.length === 0
      ? ''
      : figure(
          'Learning curves',
          plotLearningCurves(losses),
          'Mean loss of each pass over the training data: a curve that still falls steeply wants more epochs.',
        ),
    figure(
      'Quality by length of the history',
      plotByHistoryLength(plotted),
      'How good the lists are for shoppers of whom little or much was known; a band is the 95 % interval.',
    ),
    figure(
      'Popularity bias',
      plotPopularityBias(plotted, heldOut.interactionsByDecile),
      'Bars above those of the interactions: the model shows these items more than shoppers asked for them.',
    ),
    itemMap === undefined
      ? ''
      : figure(
          'Map of the items',
          plotItemEmbedding(itemMap, categoryOf),
          `Learnt vectors of the ${itemMap.items.length.toLocaleString('en')} most frequent items on their first two principal components, by category.`,
        ),
  ].join('\n');
}

/** The blend, its best sources by the gate's metric, and the baseline. */
function mostTelling(
  breakdowns: readonly RankingBreakdown[],
  evaluations: readonly ModelEvaluation[],
): readonly RankingBreakdown[] {
  const quality = (model: string): number =>
    evaluations.find((each) => each.model === model)?.metrics.find(({ name }) => name === GATE_METRIC)
      ?.value ?? 0;
  const [served, ...sources] = breakdowns;
  const best = sources
    .filter(({ model }) => model !== BASELINE)
    .toSorted((a, b) => quality(b.model) - quality(a.model))
    .slice(0, PLOTTED_SOURCES);
  return [served, ...best, sources.find(({ model }) => model === BASELINE)].filter(
    (each) => each !== undefined,
  );
}
