import type { Fold, MeasuredModel, Protocol, ScoredFold } from './fold.ts';
import type { FraudBenchmark, FraudRow, FraudRunOptions } from './fraud-benchmark.ts';
import { pickRows, type LabelledTable } from './labelled-table.ts';

const QUICK_ROWS = 4_000;

/** A benchmark of models that learn from a table: every model over all folds. */
export function foldBenchmark<F extends Fold>(
  facts: Pick<FraudBenchmark, 'name' | 'describes' | 'targets'>,
  protocol: Protocol<F>,
  models: readonly MeasuredModel[],
): FraudBenchmark {
  return {
    ...facts,
    async *run(options) {
      const chosen = models.filter(({ model }) => options.models?.includes(model) ?? true);
      if (chosen.length === 0) return;
      const all = await protocol.folds(options.folder, options.seed);
      for (const model of chosen) yield await rowOf(protocol, model, all, options);
    },
  };
}

async function rowOf<F extends Fold>(
  protocol: Protocol<F>,
  model: MeasuredModel,
  all: readonly F[],
  options: FraudRunOptions,
): Promise<FraudRow> {
  let seconds = 0;
  const scored: ScoredFold<F>[] = [];
  for (const fold of options.quick ? all.slice(0, 1) : all) {
    options.report(`${model.model}, seed ${options.seed}: ${fold.name}`);
    const asked = options.quick ? { ...fold, train: begin(fold.train), test: fold.test } : fold;
    const ofFold = await model.score(asked, options);
    scored.push({ fold, scores: ofFold.scores });
    seconds += ofFold.seconds;
  }
  return {
    model: model.model,
    ...protocol.measure(scored, model.areLogOdds),
    trainSeconds: seconds,
    testRows: scored.reduce((sum, { scores }) => sum + scores.length, 0),
  };
}

const begin = (table: LabelledTable): LabelledTable =>
  pickRows(
    table,
    Int32Array.from({ length: Math.min(QUICK_ROWS, table.rowCount) }, (_, row) => row),
  );
