import type { QualityBenchmark } from '../quality/benchmark.ts';
import type { QualityLine } from '../quality/over-seeds.ts';
import type { Kept } from './kept-results.ts';

export interface QualityTable {
  readonly benchmark: Pick<QualityBenchmark, 'name' | 'describes' | 'targets'>;
  readonly kept: Kept<readonly QualityLine[]> | undefined;
}

/** Of a ranking; of anything else all metrics are shown. */
const RANKING_METRICS = ['hitRate@10', 'mrr@10', 'ndcg@10', 'hitRate@20', 'mrr@20', 'ndcg@20'] as const;
const LEAD_METRIC = 'ndcg@20';

/** The part of the page about ranking quality: what was to be reached, and every model of the same run. */
export function qualitySection(tables: readonly QualityTable[]): string {
  return [
    '# Quality of recommendations',
    '',
    'The newest lines of `npm run bench -- quality --save`, in percent. Of a ranking: all items are ranked and ties averaged; every choice is made on the validation part, the test is read once a seed. `blend` is what is served; the others are its sources and item-kNN over visits and over customers, from the same run. The last column is the 95 % interval of what `blend` is ahead by, query by query, from resampling the queries; hit rate is what session papers call P@k. A table without these columns is of no ranking, and stands for itself.',
    '',
    ...tables.flatMap((table) => [...headingOf(table), ...rowsOf(table), '']),
  ].join('\n');
}

function headingOf({ benchmark, kept }: QualityTable): readonly string[] {
  const wanted = benchmark.targets.map(
    ({ metric, published, mustReach, aim }) =>
      `${metric} ${percent(mustReach)} (published ${percent(published)}, aim ${percent(aim)})`,
  );
  const goal = wanted.length === 0 ? '' : `To be reached: ${wanted.join('; ')}. `;
  const [line] = kept?.line ?? [];
  const how =
    kept === undefined || line === undefined
      ? 'Not measured.'
      : `Measured on ${kept.measuredOn}: ${line.testQueries.toLocaleString('en')} test queries, seeds ${line.seeds.join(', ')}, ${line.trainSeconds} s to train.`;
  return [`## ${benchmark.name}`, '', `${benchmark.describes}. ${goal}${how}`, ''];
}

function rowsOf({ kept }: QualityTable): readonly string[] {
  if (kept === undefined) return [];
  const isRanking = RANKING_METRICS.some((metric) => kept.line.some(({ metrics }) => metric in metrics));
  const metricNames = isRanking ? RANKING_METRICS : namesIn(kept.line);
  const header = [
    'model',
    ...metricNames,
    'ms a query',
    ...(isRanking ? [`blend ahead, ${LEAD_METRIC}`] : []),
  ];
  return [
    row(header),
    row(header.map(() => '---')),
    ...kept.line.map(({ model, metrics, deviations, seeds, millisecondsPerQuery, behindServed }) =>
      row([
        model,
        ...metricNames.map((metric) => {
          if (metrics[metric] === undefined) return '';
          const spread = seeds.length < 2 ? '' : ` ± ${percent(deviations[metric] ?? 0)}`;
          return `${percent(metrics[metric])}${spread}`;
        }),
        millisecondsPerQuery.toFixed(2),
        ...(isRanking ? [rangeOf(behindServed?.[LEAD_METRIC])] : []),
      ]),
    ),
  ];
}

const rangeOf = (range: { readonly low: number; readonly high: number } | undefined): string =>
  range === undefined ? '' : `${percent(range.low)} to ${percent(range.high)}`;

const namesIn = (lines: readonly QualityLine[]): readonly string[] => [
  ...new Set(lines.flatMap(({ metrics }) => Object.keys(metrics))),
];

const percent = (share: number): string => (100 * share).toFixed(2);

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
