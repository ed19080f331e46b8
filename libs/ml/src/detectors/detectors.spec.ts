import { beforeAll } from '@jest/globals';
import { describeDetector } from '../testing/detector-contract.ts';
import { openTensorFlow } from '../tensorflow/open-tensorflow.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { ColumnHistograms } from './column-histograms.ts';
import { Ecod } from './ecod.ts';
import { packArrays, unpackArrays } from '../artifact/arrays.ts';
import { fitAutomaticDetector } from './fit-automatic-detector.ts';
import { loadDetectorEnsemble } from './load-detector-ensemble.ts';
import type { PaymentRoles } from './payment-roles.ts';
import { fitAutoencoder } from './fit-autoencoder.ts';
import { fitEcod } from './fit-ecod.ts';
import { fitHistograms } from './fit-histograms.ts';
import { fitIsolationForest, ISOLATION_FOREST } from './fit-isolation-forest.ts';
import { fitPaymentScore } from './fit-payment-score.ts';
import { IsolationForest } from './isolation-forest.ts';
import { PaymentScore } from './payment-score.ts';
import { ScaledAutoencoder } from './scaled-autoencoder.ts';

const ROLES: PaymentRoles = {
  amount: 'amount',
  usualAmounts: ['usual'],
  risks: [{ rate: 'rate', count: 'count' }],
};

let tf: TensorFlow;
beforeAll(async () => {
  ({ tf } = await openTensorFlow('cpu'));
});

describeDetector('an isolation forest', {
  fit: (matrix, random) => fitIsolationForest(matrix, ISOLATION_FOREST, random),
  reload: (detector) => IsolationForest.from(detector.state()),
});

describeDetector('ECOD', {
  fit: (matrix) => fitEcod(matrix),
  reload: (detector) => Ecod.from(detector.state()),
});

describeDetector('histograms of equal shares', {
  fit: (matrix) => fitHistograms('quantile', matrix, { bins: 'quantile', count: 20, floor: 0.01 }),
  reload: (detector) => ColumnHistograms.from(detector.name, detector.state()),
});

describeDetector('histograms of equal width', {
  fit: (matrix) => fitHistograms('even', matrix, { bins: 'equal-width', count: 30, floor: 0.001 }),
  reload: (detector) => ColumnHistograms.from(detector.name, detector.state()),
});

describeDetector('the score of payments', {
  fit: (matrix) => fitPaymentScore(matrix, ROLES),
  reload: (detector) => PaymentScore.from(detector.state()),
});

describeDetector('an autoencoder', {
  fit: (matrix, random) =>
    fitAutoencoder(matrix, { tf, random, config: { hidden: [8, 3, 8], epochs: 6, batchSize: 64 } }),
  reload: (detector) => ScaledAutoencoder.from(detector.state()),
});

describeDetector('the automatic detector of payments', {
  fit: (matrix, random) => fitAutomaticDetector(matrix, { random, roles: ROLES }),
  reload: (detector) => loadDetectorEnsemble(detector.name, unpackArrays(packArrays(detector.state()))),
});

describeDetector('the automatic detector', {
  fit: (matrix, random) => fitAutomaticDetector(matrix, { random }),
  reload: (detector) => loadDetectorEnsemble(detector.name, unpackArrays(packArrays(detector.state()))),
});
