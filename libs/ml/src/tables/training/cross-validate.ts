import type { LabelledMatrix } from '../../classifiers/labelled-matrix.ts';
import { rowOf } from '../../classifiers/row-of.ts';
import type { Fold } from '../../evaluation/k-fold.ts';
import type { Progress } from '../../progress.ts';
import type { Random } from '../../random.ts';
import { TableEncoder } from '../encoding/table-encoder.ts';
import { permutationImportance } from '../evaluation/permutation-importance.ts';
import type { ScoredByModel } from '../evaluation/table-evaluation.ts';
import type { ModelFamily } from '../model/model-family.ts';
import type { Table } from '../table.ts';
import { trainModels } from './train-models.ts';

export interface CrossValidation {
  readonly table: Table;
  /** [table rows] */
  readonly labels: Int32Array;
  readonly classes: readonly string[];
  readonly folds: readonly Fold[];
  readonly families: readonly ModelFamily[];
  readonly random: Random;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface CrossValidated {
  /** The rows that were tested, each once: [tested] */
  readonly rows: Int32Array;
  /** Each family, and their mean where there are several; logits [tested x classes]. */
  readonly models: readonly ScoredByModel[];
}

/**
 * Scores every row of a test part by models that did not see it. All that is learnt from the data, encodings and means
 * too, is learnt anew in each fold from its training rows alone.
 */
export async function crossValidate(run: CrossValidation): Promise<CrossValidated> {
  const { table, labels, classes, folds, random } = run;
  const width = classes.length;
  const rows = Int32Array.from(folds.flatMap(({ test }) => [...test]));
  const logits = new Map<string, Float32Array>();
  const importances = new Map<string, Float64Array>();
  let from = 0;
  for (const [number, { train, test }] of folds.entries()) {
    const { encoder, matrix } = TableEncoder.fit(table, train, labels, classes, random);
    const models = await trainModels({
      families: run.families,
      data: { matrix, labels: train.map((row) => labels[row] ?? 0) },
      classCount: width,
      random,
      progress: (stage, done) =>
        run.progress?.(`fold ${number + 1} of ${folds.length}: ${stage}`, (number + done) / folds.length),
      signal: run.signal,
    });
    const tested: LabelledMatrix = {
      matrix: encoder.encode(table, test),
      labels: test.map((row) => labels[row] ?? 0),
    };
    const sources = encoder.sources(table);
    for (const { name, model } of models) {
      const into = emplace(logits, name, () => new Float32Array(rows.length * width));
      for (let i = 0; i < test.length; i++)
        into.set(model.logits(rowOf(tested.matrix, i)), (from + i) * width);
      const lost = permutationImportance(model, tested, sources, width, random);
      const sum = emplace(importances, name, () => new Float64Array(table.columns.length));
      for (const [column, each] of lost.entries()) sum[column] = (sum[column] ?? 0) + each / folds.length;
    }
    from += test.length;
  }
  return {
    rows,
    models: [...logits].map(([model, each]) => ({
      model,
      logits: each,
      importances: importances.get(model) ?? new Float64Array(),
    })),
  };
}

function emplace<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}
