import { BURST_BENCHMARKS } from './burst/burst-benchmark.ts';
import { foldBenchmark } from './fold-benchmark.ts';
import type { FraudBenchmark } from './fraud-benchmark.ts';
import { SUPERVISED_MODELS } from './models/supervised-models.ts';
import { PAYMENT_MODELS, UNSUPERVISED_MODELS } from './models/unsupervised-models.ts';
import { adbenchProtocol } from './protocols/adbench.ts';
import { handbookProtocol, readPublishedFeatures } from './protocols/handbook.ts';
import { readOwnFeatures } from './protocols/handbook-own-features.ts';
import { ulbProtocol } from './protocols/ulb.ts';

const HANDBOOK = 'Weeks of the Fraud Detection Handbook, simulated card payments, the 15 published features';
const RAW =
  'Weeks of the Fraud Detection Handbook from its raw transactions, with the features that orders have in service, 28 days of training';
/** On the weeks for choices more days are better, as far as the data go back. */
const RAW_TRAIN_DAYS = 28;
const ULB = 'Card payments of ULB, 40 % of them, cut down to integers';

/** Every benchmark, in the order of the page. The dev weeks are for choices and are not on it. */
export const FRAUD_BENCHMARKS: readonly FraudBenchmark[] = [
  foldBenchmark(
    {
      name: 'handbook',
      describes: `${HANDBOOK}; the mean of four test weeks`,
      targets: [
        { metric: 'AP', published: 0.687, mustReach: 0.7, aim: 0.715 },
        { metric: 'AUC', published: 0.879, mustReach: 0.877, aim: 0.885 },
        { metric: 'CP@100', published: 0.305, mustReach: 0.308, aim: 0.312 },
      ],
    },
    handbookProtocol('test', readPublishedFeatures),
    SUPERVISED_MODELS,
  ),
  foldBenchmark(
    {
      name: 'handbook-raw',
      describes: `${RAW}; the mean of four test weeks`,
      targets: [
        { metric: 'AP', published: 0.687, mustReach: 0.745, aim: 0.77 },
        { metric: 'AUC', published: 0.879, mustReach: 0.883, aim: 0.89 },
        { metric: 'CP@100', published: 0.305, mustReach: 0.311, aim: 0.32 },
      ],
    },
    handbookProtocol('test', readOwnFeatures, RAW_TRAIN_DAYS),
    SUPERVISED_MODELS,
  ),
  foldBenchmark(
    {
      name: 'handbook-unsupervised',
      describes: `${HANDBOOK}, of which the risk of a terminal comes from labels a week old; no label of the week itself`,
      targets: [{ metric: 'AP', published: 0.284, mustReach: 0.4, aim: 0.45 }],
    },
    handbookProtocol('test', readPublishedFeatures),
    [...UNSUPERVISED_MODELS, ...PAYMENT_MODELS],
  ),
  foldBenchmark(
    {
      name: 'ulb',
      describes: `${ULB}; five folds, pooled`,
      targets: [{ metric: 'AP', published: 0.784, mustReach: 0.79, aim: 0.82 }],
    },
    ulbProtocol({ isDeduplicated: false, folds: 'five' }),
    SUPERVISED_MODELS,
  ),
  foldBenchmark(
    {
      name: 'ulb-deduplicated',
      describes: `${ULB}, without equal rows; five folds, pooled`,
      targets: [{ metric: 'AP', published: 0.768, mustReach: 0.775, aim: 0.8 }],
    },
    ulbProtocol({ isDeduplicated: true, folds: 'five' }),
    SUPERVISED_MODELS,
  ),
  foldBenchmark(
    {
      name: 'ulb-unsupervised',
      describes: `${ULB}; all rows without their labels`,
      targets: [{ metric: 'AP', published: 0.27, mustReach: 0.25, aim: 0.3 }],
    },
    ulbProtocol({ isDeduplicated: false, folds: 'all' }),
    UNSUPERVISED_MODELS,
  ),
  foldBenchmark(
    {
      name: 'ulb-deduplicated-unsupervised',
      describes: `${ULB}, without equal rows; all rows without their labels`,
      targets: [{ metric: 'AP', published: 0.253, mustReach: 0.23, aim: 0.28 }],
    },
    ulbProtocol({ isDeduplicated: true, folds: 'all' }),
    UNSUPERVISED_MODELS,
  ),
  foldBenchmark(
    {
      name: 'adbench',
      describes: 'Five data sets of ADBench, 70 % to train, 30 % to test; the mean of the five',
      targets: [
        { metric: 'AUC', published: 0.86, mustReach: 0.885, aim: 0.91 },
        { metric: 'AP', published: 0.607, mustReach: 0.58, aim: 0.64 },
      ],
    },
    adbenchProtocol,
    UNSUPERVISED_MODELS,
  ),
  ...BURST_BENCHMARKS,
];

/** For choices: the earlier weeks of the Handbook. */
export const CHOOSING_BENCHMARKS: readonly FraudBenchmark[] = [
  foldBenchmark(
    { name: 'handbook-dev', describes: `${HANDBOOK}; the weeks for choices`, targets: [] },
    handbookProtocol('dev', readPublishedFeatures),
    SUPERVISED_MODELS,
  ),
  foldBenchmark(
    { name: 'handbook-raw-dev', describes: `${RAW}; the weeks for choices`, targets: [] },
    handbookProtocol('dev', readOwnFeatures, RAW_TRAIN_DAYS),
    SUPERVISED_MODELS,
  ),
  foldBenchmark(
    { name: 'handbook-unsupervised-dev', describes: `${HANDBOOK}; the weeks for choices`, targets: [] },
    handbookProtocol('dev', readPublishedFeatures),
    [...UNSUPERVISED_MODELS, ...PAYMENT_MODELS],
  ),
];
