import type { Bench } from '../bench.ts';
import { besideLightGbm } from './boosting/beside-lightgbm.ts';
import { makeTable } from './boosting/make-table.ts';
import type { BoostingSettings } from './boosting/train-ours.ts';

const ROWS = 1_000_000;
const COLUMNS = 30;
const TEST_ROWS = 100_000;
const QUICK_ROWS = 5_000;
const TIMES = 3;
/** LightGBM's own defaults. */
const SETTINGS: BoostingSettings = {
  rounds: 100,
  learningRate: 0.1,
  leavesMost: 31,
  leafRowsMin: 20,
  leafHessianMin: 1e-3,
  binsMost: 255,
};

/** How long boosted trees take to train, beside LightGBM. */
export const boosting: Bench = {
  name: 'boosting',
  measures:
    'rows x rounds/s in training of boosted trees (1,000,000 x 30 rows, 100 rounds of 31 leaves, 255 bins, bins made too), and their ratio to those of LightGBM',
  logs: ['postgres'],
  targets: () => ({ figure: 'ratio', sense: 'atLeast', mustReach: 0.25, aim: 0.5 }),
  async run({ quick }) {
    const rows = quick ? QUICK_ROWS : ROWS;
    const settings = quick ? { ...SETTINGS, rounds: 5 } : SETTINGS;
    const { ours, theirs, lightGbm } = await besideLightGbm({
      table: makeTable(rows + (quick ? QUICK_ROWS : TEST_ROWS), COLUMNS),
      rows,
      settings,
      times: quick ? 1 : TIMES,
    });
    return {
      perSecond: (rows * settings.rounds) / ours.seconds,
      ratio: theirs === undefined ? null : theirs.seconds / ours.seconds,
      p50Ms: null,
      p99Ms: null,
      p999Ms: null,
      figures: {
        seconds: ours.seconds,
        lightGbmSeconds: theirs?.seconds ?? null,
        cpuSeconds: ours.cpuSeconds,
        lightGbmCpuSeconds: theirs?.cpuSeconds ?? null,
        cpuRatio: theirs === undefined ? null : theirs.cpuSeconds / ours.cpuSeconds,
        auc: ours.auc,
        lightGbmAuc: theirs?.auc ?? null,
      },
      config: {
        ...settings,
        rows,
        columns: COLUMNS,
        lightGbm,
        load: 'ours and LightGBM in turn; the quickest of each; LightGBM with its own number of threads or with one, whichever is quicker',
      },
    };
  },
};
