import { beforeAll, describe, expect, it } from '@jest/globals';
import { metricOf } from '../../evaluation/model-evaluation.ts';
import { Random } from '../../random.ts';
import { openTensorFlow } from '../../tensorflow/open-tensorflow.ts';
import type { TensorFlow } from '../../tensorflow/tensorflow.ts';
import { ColumnProfile } from '../columns/column-profile.ts';
import { isFeature } from '../columns/column-schema.ts';
import { inferColumn } from '../columns/infer-column.ts';
import { classLabels } from '../labels/class-labels.ts';
import { boostedFamily } from '../model/boosted-family.ts';
import { denseFamily } from '../model/dense-family.ts';
import { loadTableModel } from '../model/load-table-model.ts';
import { TableBuilder } from '../table-builder.ts';
import type { Table } from '../table.ts';
import { ENSEMBLE } from './train-models.ts';
import { trainTable, type TableTraining } from './train-table.ts';

type Columns = Readonly<Record<string, readonly string[]>>;

/** Payments: fraud where a young account pays much, by one of two methods; a note to nobody's use. */
function payments(count: number, random: Random, classes: readonly string[]): Columns {
  const columns: Record<string, string[]> = { amount: [], age: [], method: [], shop: [], label: [] };
  for (let row = 0; row < count; row++) {
    const [amount, age] = [100 * random.next(), 1_000 * random.next()];
    const method = ['card', 'paypal', 'transfer'][random.integer(3)] ?? '';
    const isOdd = amount > 40 && age < 500 && method !== 'transfer';
    const label = classes.length === 2 ? Number(isOdd) : isOdd ? (method === 'card' ? 2 : 1) : 0;
    const cells = {
      amount: random.next() < 0.05 ? '' : amount.toFixed(2),
      age: age.toFixed(0),
      method,
      shop: 'one',
      label: classes[random.next() < 0.03 ? 0 : label] ?? '',
    };
    for (const [name, cell] of Object.entries(cells)) columns[name]?.push(cell);
  }
  return columns;
}

function read(columns: Columns): Pick<TableTraining, 'table' | 'labels' | 'columns' | 'classLabels'> {
  const profiles = Object.entries(columns).map(([name, cells]) => {
    const profile = new ColumnProfile(name, 1_000);
    for (const cell of cells) profile.add(cell);
    return profile;
  });
  const [labelled] = profiles.slice(-1);
  if (labelled === undefined) throw new Error('no columns');
  const found = classLabels(labelled);
  const schemas = profiles.slice(0, -1).map((profile) => inferColumn(profile));
  return {
    columns: schemas,
    classLabels: found,
    labels: Int32Array.from(columns['label'] ?? [], (cell) => found.classes.indexOf(cell)),
    table: fill(schemas.filter(isFeature), columns),
  };
}

function fill(schemas: Table['columns'][number]['schema'][], columns: Columns): Table {
  const rows = columns['label']?.length ?? 0;
  const builder = new TableBuilder(schemas, rows);
  for (let row = 0; row < rows; row++)
    builder.add((column) => columns[schemas[column]?.name ?? '']?.[row] ?? '');
  return builder.take();
}

let tf: TensorFlow;
const train = (columns: Columns, over: Partial<TableTraining> = {}) =>
  trainTable({
    ...read(columns),
    label: 'label',
    unlabelled: 0,
    families: [
      denseFamily(tf, { epochs: 12, batchSize: 32, learningRate: 1e-2 }),
      boostedFamily({ bags: 1, rounds: 40, learningRate: 0.2 }),
    ],
    folds: { count: 3 },
    seed: 1,
    backend: 'wasm',
    version: 'table-test',
    trainedAtMs: 5,
    ...over,
  });

describe('trainTable', () => {
  beforeAll(async () => {
    ({ tf } = await openTensorFlow('wasm'));
  });

  it('compares the families and their mean on rows they did not see, and keeps the best as a model that predicts', async () => {
    const { artifact, report } = await train(payments(700, new Random(1), ['ok', 'fraud']));
    expect(report.evaluations.map(({ model }) => model)).toEqual(['dense', 'boosted', ENSEMBLE]);
    const losses = report.evaluations.map((each) => metricOf(each, 'log loss') ?? NaN);
    expect(losses[report.evaluations.findIndex(({ model }) => model === report.chosen)]).toBe(
      Math.min(...losses),
    );
    for (const evaluation of report.evaluations) {
      expect(metricOf(evaluation, 'roc auc')).toBeGreaterThan(0.9);
      expect(metricOf(evaluation, 'calibration error')).toBeLessThan(0.06);
      expect(evaluation.confusion.reduce((sum, rows) => sum + rows, 0)).toBe(report.tested);
      const auc = evaluation.metrics.find(({ name }) => name === 'roc auc');
      expect(auc?.interval?.low).toBeLessThan(auc?.value ?? 0);
    }
    expect(report.columns.map(({ name, type }) => [name, type])).toEqual([
      ['amount', 'number'],
      ['age', 'number'],
      ['method', 'category'],
      ['shop', 'constant'],
    ]);

    const model = loadTableModel(artifact.files);
    const unseen = payments(300, new Random(9), ['ok', 'fraud']);
    const table = fill([...model.facts.columns], unseen);
    const predictions = model.predict(table);
    const hits = predictions.filter(({ label }, row) => label === unseen['label']?.[row]);
    expect(hits.length / 300).toBeGreaterThan(0.88);
    for (const { probabilities } of predictions)
      expect((probabilities[0] ?? 0) + (probabilities[1] ?? 0)).toBeCloseTo(1);
    const [reasons] = model.explain(table);
    expect(reasons?.map(({ column }) => column).toSorted()).toEqual(['age', 'amount', 'method']);
  });

  it('learns many classes, and says by which column', async () => {
    const classes = ['a', 'b', 'c'];
    const { artifact, report } = await train(payments(700, new Random(2), classes), {
      families: [boostedFamily({ bags: 1, rounds: 30, learningRate: 0.2 })],
    });
    const [evaluation] = report.evaluations;
    expect(evaluation?.confusion).toHaveLength(9);
    expect(evaluation?.metrics.find(({ name }) => name === 'accuracy')?.value).toBeGreaterThan(0.88);
    for (const lost of evaluation?.importances ?? []) expect(lost).toBeGreaterThan(0.02);
    const model = loadTableModel(artifact.files);
    const unseen = payments(50, new Random(3), classes);
    const [prediction] = model.predict(fill([...model.facts.columns], unseen));
    expect(prediction?.probabilities.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1);
  });

  it('is the same for a seed, and no better than chance where there is nothing to learn', async () => {
    const made = payments(300, new Random(4), ['ok', 'fraud']);
    const shuffled = {
      ...made,
      label: made['label']?.map((_, row) => (row % 3 === 0 ? 'fraud' : 'ok')) ?? [],
    };
    const families = [boostedFamily({ bags: 1, rounds: 15 })];
    const [one, two] = [await train(shuffled, { families }), await train(shuffled, { families })];
    expect(two.artifact.sha256).toBe(one.artifact.sha256);
    const auc = one.report.evaluations[0]?.metrics.find(({ name }) => name === 'roc auc');
    expect(auc?.interval?.low).toBeLessThan(0.5);
  });

  it('refuses a table of which no column is left', async () => {
    const { label = [] } = payments(30, new Random(5), ['ok', 'fraud']);
    await expect(train({ shop: label.map(() => 'one'), label })).rejects.toThrow(
      'no column is left to learn from',
    );
  });
});
