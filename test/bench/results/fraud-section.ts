import type { FraudBenchmark, FraudTarget } from '../fraud/fraud-benchmark.ts';
import type { FraudLine } from '../fraud/over-seeds.ts';
import type { Kept } from './kept-results.ts';

export interface FraudTable {
  readonly benchmark: Pick<FraudBenchmark, 'name' | 'describes' | 'targets'>;
  readonly kept: Kept<readonly FraudLine[]> | undefined;
}

/** The part of the page about fraud: what was to be reached, and every model that was measured. */
export function fraudSection(tables: readonly FraudTable[]): string {
  return [
    '# Detection of fraud',
    '',
    'The newest lines of `npm run bench -- fraud --save`. AP is average precision, AUC the area under the ROC curve, R@1%FP the share of the fraud that is found when one in a hundred of the others is flagged, CP@100 the share of the hundred most suspect customers of a day who are, ECE the expected calibration error of those that give a probability. The mean of the seeds; in brackets the 95 % interval from resampling the test rows.',
    '',
    ...tables.flatMap((table) => [...headingOf(table), ...rowsOf(table), '']),
  ].join('\n');
}

function headingOf({ benchmark, kept }: FraudTable): readonly string[] {
  const goal =
    benchmark.targets.length === 0 ? '' : `To be reached: ${benchmark.targets.map(wanted).join('; ')}. `;
  const [line] = kept?.line ?? [];
  const how =
    kept === undefined || line === undefined
      ? 'Not measured.'
      : `Measured on ${kept.measuredOn}: ${line.testRows.toLocaleString('en')} test rows, seeds ${line.seeds.join(', ')}.`;
  return [`## ${benchmark.name}`, '', `${benchmark.describes}. ${goal}${how}`, ''];
}

const wanted = ({ metric, published, mustReach, aim, isMost }: FraudTarget): string =>
  `${metric} ${isMost === true ? 'at most ' : ''}${mustReach} (published ${published}, aim ${aim})`;

function rowsOf({ kept }: FraudTable): readonly string[] {
  if (kept === undefined) return [];
  const metricNames = [...new Set(kept.line.flatMap(({ metrics }) => Object.keys(metrics)))];
  const header = ['model', ...metricNames, 'seconds'];
  return [
    row(header),
    row(header.map(() => '---')),
    ...kept.line.map((line) =>
      row([line.model, ...metricNames.map((name) => cell(line, name)), line.trainSeconds.toFixed(1)]),
    ),
  ];
}

function cell({ metrics, intervals }: FraudLine, name: string): string {
  const value = metrics[name];
  if (value === undefined) return '';
  const interval = intervals[name];
  return interval === undefined
    ? text(value)
    : `${text(value)} (${text(interval.low)}–${text(interval.high)})`;
}

/** Small errors keep their digits. */
const text = (value: number): string =>
  Math.abs(value) < 0.01 && value !== 0 ? value.toPrecision(2) : value.toFixed(3);

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
