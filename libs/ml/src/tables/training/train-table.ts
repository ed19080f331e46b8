import { packArrays } from '../../artifact/arrays.ts';
import { sealArtifact, type TrainedModel } from '../../artifact/artifact.ts';
import { metricOf } from '../../evaluation/model-evaluation.ts';
import type { Progress } from '../../progress.ts';
import { Random } from '../../random.ts';
import { countOutliers } from '../columns/count-outliers.ts';
import type { ColumnSchema } from '../columns/column-schema.ts';
import { TableEncoder } from '../encoding/table-encoder.ts';
import { evaluateTableModel, LOG_LOSS, type TableEvaluation } from '../evaluation/table-evaluation.ts';
import { chooseFolds, type FoldsWanted } from '../folds/choose-folds.ts';
import type { ClassLabels } from '../labels/class-labels.ts';
import type { ModelFamily } from '../model/model-family.ts';
import { modelFile, TABLE_FILE, type TableFacts } from '../model/table-files.ts';
import type { TableReport } from '../table-report.ts';
import type { Table } from '../table.ts';
import { crossValidate } from './cross-validate.ts';
import { trainModels } from './train-models.ts';

export interface TableTraining {
  readonly table: Table;
  /** [table rows] */
  readonly labels: Int32Array;
  /** Every column of the file but the label. */
  readonly columns: readonly ColumnSchema[];
  readonly label: string;
  readonly classLabels: ClassLabels;
  readonly unlabelled: number;
  readonly families: readonly ModelFamily[];
  readonly folds: FoldsWanted;
  readonly seed: number;
  readonly backend: string;
  readonly version: string;
  readonly trainedAtMs: number;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

export interface TrainedTable {
  readonly artifact: TrainedModel<'table'>;
  readonly report: TableReport;
}

/** Part of the run that is cross-validation. */
const VALIDATION_SHARE = 0.85;

/**
 * Compares the families, and their mean where there are several, by cross-validation, and keeps the one of least log
 * loss, trained on all rows. Throws RangeError where the table cannot be learnt from.
 */
export async function trainTable(training: TableTraining): Promise<TrainedTable> {
  const { table, labels, classLabels, families, progress, signal, seed } = training;
  const { classes } = classLabels;
  if (table.columns.length === 0) throw new RangeError('no column is left to learn from');
  const random = new Random(seed);
  const { folds, how } = chooseFolds(table, labels, classes, training.folds, random);
  const validated = await crossValidate({
    ...{ table, labels, classes, folds, families, random, signal },
    progress: (stage, done) => progress?.(stage, VALIDATION_SHARE * done),
  });
  const tested = validated.rows.map((row) => labels[row] ?? 0);
  const evaluations = validated.models.map((each) => evaluateTableModel(each, tested, classes, random));
  const best = bestOf(evaluations);
  const { encoder, matrix } = TableEncoder.fit(
    table,
    Int32Array.from({ length: table.rowCount }, (_, row) => row),
    labels,
    classes,
    random,
  );
  const models = await trainModels({
    families: families.filter(
      ({ name }) => name === best.model || !families.some((each) => each.name === best.model),
    ),
    ...{ data: { matrix, labels }, classCount: classes.length, random, signal },
    progress: (stage, done) =>
      progress?.(`all rows: ${stage}`, VALIDATION_SHARE + (1 - VALIDATION_SHARE) * done),
  });
  const kept = models.filter(({ families: of }) => of.length === 1);
  const facts: TableFacts = {
    label: training.label,
    classes,
    columns: table.columns.map(({ schema }) => schema),
    encodings: encoder.encodings,
    calibration: best.calibration,
    families: kept.flatMap((each) => each.families),
  };
  const { version, trainedAtMs, backend } = training;
  const artifact = sealArtifact(
    {
      ...{ kind: 'table', version, trainedAtMs, dataFromMs: 0, dataUntilMs: trainedAtMs, seed, backend },
      hyperParameters: Object.fromEntries(families.map(({ name, settings }) => [name, settings])),
      evaluations: evaluations.map(({ model, metrics }) => ({ model, metrics })),
    },
    new Map([
      [TABLE_FILE, new TextEncoder().encode(JSON.stringify(facts))],
      ...kept.map(({ name, model }) => [modelFile(name), packArrays(model.state())] as const),
    ]),
  );
  return {
    artifact,
    report: reportOf(training, { how, evaluations, best, inputs: matrix.columns.length, tested }),
  };
}

/** By the log loss of the calibrated probabilities: the figure that every mistake and every doubt counts in. */
const bestOf = (evaluations: readonly TableEvaluation[]): TableEvaluation =>
  evaluations.reduce((best, each) =>
    (metricOf(each, LOG_LOSS) ?? Infinity) < (metricOf(best, LOG_LOSS) ?? Infinity) ? each : best,
  );

function reportOf(
  { table, columns, label, classLabels, unlabelled }: TableTraining,
  found: {
    readonly how: string;
    readonly evaluations: readonly TableEvaluation[];
    readonly best: TableEvaluation;
    readonly inputs: number;
    readonly tested: Int32Array;
  },
): TableReport {
  const outliers = new Map(
    table.columns.map(({ schema, values }) => [
      schema.name,
      schema.type === 'number' ? countOutliers(values) : 0,
    ]),
  );
  return {
    label,
    labels: classLabels,
    rows: table.rowCount,
    unlabelled,
    columns: columns.map((schema) => ({ ...schema, outliers: outliers.get(schema.name) ?? 0 })),
    inputs: found.inputs,
    folds: found.how,
    tested: found.tested.length,
    features: table.columns.map(({ schema }) => schema.name),
    evaluations: found.evaluations,
    chosen: found.best.model,
  };
}
