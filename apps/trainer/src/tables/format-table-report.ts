import { bestByF1, type ReportedColumn, type TableReport } from '#ml';
import { formatEvaluations } from '../report/format-evaluations.ts';

const COLUMNS_SHOWN = 40;
const IMPORTANCES_SHOWN = 10;

/** What a terminal shows of a training: columns, how it was tested, figures, and what they hang on. */
export function formatTableReport(report: TableReport): string {
  const { labels, evaluations, chosen } = report;
  return [
    `${count(report.rows)} rows${report.unlabelled > 0 ? `; ${count(report.unlabelled)} more without a label were left out` : ''}.`,
    `"${report.label}": ${labels.classes.map((label, i) => `${label} (${count(labels.counts[i] ?? 0)})`).join(', ')}.` +
      (labels.why === undefined ? '' : ` Positive is "${labels.classes[1] ?? ''}": ${labels.why}.`),
    '',
    ...columnLines(report.columns),
    '',
    `Tested on ${count(report.tested)} rows: ${report.folds}.`,
    '',
    formatEvaluations(evaluations),
    '',
    `Kept: ${chosen}, of the least log loss. ${calibrationText(report)}`,
    ...thresholdLines(report),
    ...importanceLines(report),
  ].join('\n');
}

function columnLines(columns: readonly ReportedColumn[]): readonly string[] {
  const shown = columns.slice(0, COLUMNS_SHOWN);
  const width = Math.max(...shown.map(({ name }) => name.length));
  const lines = shown.map(
    (column) => `${column.name.padEnd(width)}  ${column.type.padEnd(8)}  ${aboutColumn(column)}`,
  );
  return columns.length > shown.length
    ? [...lines, `and ${columns.length - shown.length} more columns`]
    : lines;
}

/** Why it is what it is, and what is missing or far out in it. */
function aboutColumn({ why, missing, strays, outliers }: ReportedColumn): string {
  return [
    why,
    ...(missing > 0 ? [`${count(missing)} missing`] : []),
    ...(strays > 0 ? [`${count(strays)} not of the type`] : []),
    ...(outliers > 0 ? [`${count(outliers)} far out`] : []),
  ].join('; ');
}

/** How scores became probabilities. */
export function calibrationText({ evaluations, chosen, labels }: TableReport): string {
  const kinds = evaluations.find(({ model }) => model === chosen)?.calibration.map(({ kind }) => kind) ?? [];
  const [first] = kinds;
  if (first !== undefined && kinds.every((kind) => kind === first)) return `Calibration: ${first}.`;
  return `Calibration: ${kinds.map((kind, at) => `${labels.classes[at] ?? ''} ${kind}`).join(', ')}.`;
}

function thresholdLines({ evaluations, chosen, labels }: TableReport): readonly string[] {
  const [curve] = evaluations.find(({ model }) => model === chosen)?.curves ?? [];
  const best = labels.classes.length === 2 && curve !== undefined ? bestByF1(curve.points) : undefined;
  if (best === undefined) return [];
  const { threshold, f1, precision, recall } = best;
  const figures = `F1 ${f1.toFixed(3)}, precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`;
  return [`Rows are decided at a probability of 0.5. The best F1 is at ${threshold.toFixed(3)}: ${figures}.`];
}

function importanceLines({ evaluations, chosen, features }: TableReport): readonly string[] {
  const importances = evaluations.find(({ model }) => model === chosen)?.importances ?? [];
  const ranked = features
    .map((name, at) => ({ name, lost: importances[at] ?? 0 }))
    .toSorted((a, b) => b.lost - a.lost)
    .slice(0, IMPORTANCES_SHOWN);
  const width = Math.max(...ranked.map(({ name }) => name.length));
  return [
    '',
    'Area under the ROC curve lost when a column is shuffled:',
    ...ranked.map(({ name, lost }) => `${name.padEnd(width)}  ${lost.toFixed(4)}`),
  ];
}

const count = (value: number): string => value.toLocaleString('en');
