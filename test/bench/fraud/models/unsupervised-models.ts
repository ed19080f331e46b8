import {
  fitAutoencoder,
  fitAutomaticDetector,
  fitEcod,
  fitHistograms,
  fitIsolationForest,
  fitPaymentScore,
  ISOLATION_FOREST,
  openTensorFlow,
  QUANTILE_HISTOGRAM,
  Random,
  scoreRows,
  type Detector,
} from '#ml';
import type { MeasuredModel } from '../fold.ts';
import type { LabelledTable } from '../labelled-table.ts';
import { timed } from '../timed.ts';

type Fit = (table: LabelledTable, random: Random) => Detector | Promise<Detector>;

const detector = (model: string, fit: Fit): MeasuredModel => ({
  model,
  areLogOdds: false,
  async score({ train, test }, { seed }) {
    const { made, seconds } = await timed(async () => scoreRows(await fit(train, new Random(seed)), test));
    return { scores: made, seconds };
  },
});

/** Detectors: none of them reads a label. The first is what is served. */
export const UNSUPERVISED_MODELS: readonly MeasuredModel[] = [
  detector('automatic', (table, random) => fitAutomaticDetector(table, { random, roles: table.roles })),
  detector('automatic-without-roles', (table, random) => fitAutomaticDetector(table, { random })),
  detector('isolation-forest', (table, random) => fitIsolationForest(table, ISOLATION_FOREST, random)),
  detector('ecod', fitEcod),
  detector('quantile-histogram', (table) => fitHistograms('quantile-histogram', table, QUANTILE_HISTOGRAM)),
  detector('even-histogram', (table) =>
    fitHistograms('even-histogram', table, { bins: 'equal-width', count: 10, floor: 0.001 }),
  ),
  detector('autoencoder', async (table, random) => {
    const { tf } = await openTensorFlow('auto');
    return fitAutoencoder(table, { tf, random });
  }),
];

/** Beside them, where columns say what they mean. */
export const PAYMENT_MODELS: readonly MeasuredModel[] = [
  detector('payment-score', (table) => {
    if (table.roles === undefined) throw new Error('the columns of this table have no roles');
    return fitPaymentScore(table, table.roles);
  }),
];
