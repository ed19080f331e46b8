import { writeFile } from 'node:fs/promises';
import {
  boostedFamily,
  denseFamily,
  openTensorFlow,
  trainTable,
  type DenseConfig,
  type ModelFamily,
  type TableReport,
} from '#ml';
import { systemClock } from '#service';
import { loadTableConfig } from '../config.ts';
import { ProgressReporter } from '../progress/progress-reporter.ts';
import { terminalProgress } from '../progress/terminal-progress.ts';
import { tablePage } from '../report/html/table-page.ts';
import { refuseForeignFolder, writeModelFolder } from './model/model-folder.ts';
import { formatTableReport } from './format-table-report.ts';
import { readTable } from './read-table.ts';
import { trainTableOptions, type TrainTableOptions } from './train-table-options.ts';

interface Families {
  readonly families: readonly ModelFamily[];
  readonly backend: string;
}

/** `train-table FILE.csv --label COLUMN …`: a model of a labelled table in a folder, and a report. */
export async function trainTableOnCommand(args: readonly string[]): Promise<void> {
  const options = trainTableOptions(args);
  const folder = options.out ?? `${options.file.replace(/(\.csv)?(\.gz)?$/i, '')}.model`;
  await refuseForeignFolder(folder);
  const read = await readTable({
    ...options,
    hasHeader: !options['no-header'],
    types: new Map(options.type),
  });
  const { families, backend } = await openFamilies(options);
  const progress = terminalProgress('Training', process.stderr);
  const reporter = new ProgressReporter(systemClock, [progress.show]);
  const startedAt = systemClock();
  const { artifact, report } = await trainTable({
    ...read,
    label: options.label,
    families,
    folds: { count: options.folds, ...timeOf(options) },
    seed: options.seed,
    backend,
    version: `table-${new Date(startedAt).toISOString()}`,
    trainedAtMs: startedAt,
    progress: reporter.update,
  }).finally(() => progress.end());
  await writeModelFolder(folder, artifact.files);
  process.stdout.write(`${formatTableReport(report)}\nThe model is in ${folder}.\n`);
  if (options.report !== undefined) await writeReport(options.report, options.file, report, startedAt);
}

async function writeReport(file: string, table: string, report: TableReport, atMs: number): Promise<void> {
  await writeFile(file, tablePage(report, table, atMs));
  process.stdout.write(`The report is in ${file}.\n`);
}

function timeOf(options: TrainTableOptions): { readonly time?: string | false } {
  if (options['no-time']) return { time: false };
  return options.time === undefined ? {} : { time: options.time };
}

/** TensorFlow is opened only where a network is trained. */
async function openFamilies(options: TrainTableOptions): Promise<Families> {
  const boosted = options.model === 'dense' ? [] : [boostedFamily()];
  if (options.model === 'boosted') return { families: boosted, backend: 'none' };
  const { tf, backend } = await openTensorFlow(loadTableConfig().CARTWISE_TF_BACKEND);
  return { families: [denseFamily(tf, denseSettings(options)), ...boosted], backend };
}

function denseSettings({
  optimiser,
  loss,
  hidden,
  epochs,
  ...options
}: TrainTableOptions): Partial<DenseConfig> {
  const classWeights = options['class-weights'];
  return {
    ...(optimiser === undefined ? {} : { optimiser }),
    ...(loss === undefined ? {} : { loss }),
    ...(hidden === undefined ? {} : { hidden }),
    ...(epochs === undefined ? {} : { epochs }),
    ...(classWeights === undefined ? {} : { classWeights }),
  };
}
