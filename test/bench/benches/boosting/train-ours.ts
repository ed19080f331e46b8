import { Random, rocAuc, scoreMatrix, trainBoosting, type FeatureMatrix } from '#ml';
import type { MadeTable } from './make-table.ts';

export interface BoostingSettings {
  readonly rounds: number;
  readonly learningRate: number;
  readonly leavesMost: number;
  readonly leafRowsMin: number;
  readonly leafHessianMin: number;
  readonly binsMost: number;
}

export interface TrainedOnce {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** On the rows after those it learnt from. */
  readonly auc: number;
}

/** Trains on the first rows of the table as the product does: bins, then rounds. */
export async function trainOurs(
  { values, labels }: MadeTable,
  rows: number,
  settings: BoostingSettings,
): Promise<TrainedOnce> {
  const part = (from: number, to?: number): FeatureMatrix => ({
    columns: values.map((_, column) => `column ${column}`),
    rowCount: (to ?? labels.length) - from,
    values: values.map((column) => column.slice(from, to)),
  });
  const data = { matrix: part(0, rows), labels: labels.slice(0, rows) };
  const [startMs, cpuStart] = [performance.now(), process.cpuUsage()];
  const model = await trainBoosting({
    data,
    random: new Random(1),
    config: { ...settings, bags: 1, rowShare: 1, columnShare: 1, l2: 0, tailShare: 0 },
  });
  const seconds = (performance.now() - startMs) / 1e3;
  const { user, system } = process.cpuUsage(cpuStart);
  const truth = Array.from(labels.subarray(rows), (label) => label === 1);
  return {
    seconds,
    cpuSeconds: (user + system) / 1e6,
    auc: rocAuc(scoreMatrix(model, part(rows)), truth),
  };
}
