import type { TableEvaluation, TableReport } from '#ml';
import { calibrationText } from '../../tables/format-table-report.ts';
import { columnsTable } from './columns-table.ts';
import { confusionTable } from './confusion-table.ts';
import { escapeHtml } from '#service/html/escape-html';
import { evaluationTable } from './evaluation-table.ts';
import { figure } from './figure.ts';
import { PAGE_STYLE } from './page-style.ts';
import { plotImportances } from './plots/importances.ts';
import { plotOperatingCurves } from './plots/operating-curves.ts';
import { plotReliability } from './plots/reliability.ts';
import { plotThresholdCurves } from './plots/threshold-curves.ts';

/** What was learnt from a table, as one file of HTML: tables, and plots as inline SVG. It loads nothing and runs nothing. */
export function tablePage(report: TableReport, file: string, atMs: number): string {
  const at = new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');
  const { label, labels, rows, unlabelled, tested, folds, chosen, evaluations } = report;
  const counts = labels.classes
    .map((each, i) => `${each} (${(labels.counts[i] ?? 0).toLocaleString('en')})`)
    .join(', ');
  const positive =
    labels.why === undefined ? '' : ` Positive is “${labels.classes[1] ?? ''}”: ${labels.why}.`;
  const names = [...new Set(evaluations.flatMap(({ metrics }) => metrics.map(({ name }) => name)))];
  const kept = evaluations.find(({ model }) => model === chosen);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(label)} of ${escapeHtml(file)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<h1>${escapeHtml(label)} of ${escapeHtml(file)}</h1>
<p>Made ${at} UTC. ${rows.toLocaleString('en')} rows; ${unlabelled.toLocaleString('en')} more without a label were left out.
Classes: ${escapeHtml(counts)}.${escapeHtml(positive)}</p>
<h2>Models</h2>
<p>Tested on ${tested.toLocaleString('en')} rows: ${escapeHtml(folds)}. All that is learnt, encodings and means too, is learnt
anew in each fold. Intervals hold 95 % and come from resampling the rows.</p>
<div class="scrolling">${evaluationTable(evaluations, names)}</div>
<p>Kept: <b>${escapeHtml(chosen)}</b>, of the least log loss. ${escapeHtml(calibrationText(report))}</p>
${kept === undefined ? '' : figures(report, kept)}
<h2>Columns</h2>
<p>${report.features.length} are learnt from, as ${report.inputs.toLocaleString('en')} numbers.</p>
<div class="scrolling">${columnsTable(report.columns)}</div>
</body>
</html>
`;
}

function figures({ labels, evaluations, features }: TableReport, kept: TableEvaluation): string {
  const isBinary = labels.classes.length === 2;
  const [curve] = kept.curves;
  // The lines of several classes are of the first model given.
  const ordered = isBinary ? evaluations : [kept];
  const lines = isBinary ? 'A line a model.' : 'A line a class against the rest, of the model that was kept.';
  return [
    '<h2>The model that was kept</h2>',
    `<div class="scrolling">${confusionTable(labels.classes, kept.confusion)}</div>`,
    isBinary && curve !== undefined
      ? figure(
          'Thresholds',
          plotThresholdCurves(curve.points),
          'What flagging from each probability on would have given on the rows tested.',
        )
      : '',
    figure(
      'ROC curve',
      plotOperatingCurves(ordered, 'falsePositiveRate', 'recall'),
      `${lines} The dashes are chance.`,
    ),
    figure('Precision and recall', plotOperatingCurves(ordered, 'recall', 'precision'), lines),
    figure(
      'Calibration',
      plotReliability(evaluations),
      isBinary
        ? 'On the dashes a probability is what happens that often. Each point is a tenth of the rows.'
        : 'How sure the model was of the class it decided for, beside how often it was right.',
    ),
    figure(
      'Importances',
      plotImportances(features, kept.importances),
      'On rows tested, mean of the folds. Columns that say the same share their worth, and each may seem to have little.',
    ),
  ].join('\n');
}
