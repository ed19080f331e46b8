import type { QualityBenchmark } from './benchmark.ts';
import { basketBenchmark } from './data/basket-benchmark.ts';
import { sequenceBenchmark } from './data/sequence-benchmark.ts';
import { sessionBenchmark } from './data/session-benchmark.ts';
import { timedSessionBenchmark } from './data/timed-session-benchmark.ts';

/** Small enough for the tests: real clicks of one shop, with their times. */
export const YOOCHOOSE_SLICE: QualityBenchmark = timedSessionBenchmark(
  {
    name: 'yoochoose-slice',
    describes: '100,000 clicks of Yoochoose, the split of session-rec',
    targets: [],
  },
  {
    fitting: 'yoochoose_100k_train_tr.tsv.gz',
    validation: 'yoochoose_100k_train_valid.tsv.gz',
    train: 'yoochoose_100k_train_full.tsv.gz',
    test: 'yoochoose_100k_test.tsv.gz',
  },
);

const ONLINE_RETAIL = {
  files: ['online_retail_ii_2009_2010.csv.gz', 'online_retail_2010_2011.csv.gz'],
  testFromMs: Date.UTC(2011, 9, 1),
};

/** Every public data set, in the order of the table. */
export const QUALITY_BENCHMARKS: readonly QualityBenchmark[] = [
  sessionBenchmark(
    {
      name: 'retailrocket',
      describes: 'RetailRocket sessions, the split of COTREC',
      targets: [
        { metric: 'hitRate@20', published: 0.5693, mustReach: 0.605, aim: 0.63 },
        { metric: 'mrr@20', published: 0.2997, mustReach: 0.333, aim: 0.35 },
      ],
    },
    { train: 'retailrocket_sessions_train.txt.gz', test: 'retailrocket_sessions_test.txt.gz' },
  ),
  sessionBenchmark(
    {
      name: 'diginetica',
      describes: 'Diginetica sessions, the split of GCE-GNN',
      targets: [
        { metric: 'hitRate@20', published: 0.5422, mustReach: 0.563, aim: 0.585 },
        { metric: 'mrr@20', published: 0.1907, mustReach: 0.206, aim: 0.22 },
      ],
    },
    { train: 'diginetica_sessions_train.txt.gz', test: 'diginetica_sessions_test.txt.gz' },
  ),
  sequenceBenchmark(
    {
      name: 'beauty-bert4rec',
      describes: 'Amazon Beauty, the file of BERT4Rec, leave one out',
      targets: [{ metric: 'ndcg@10', published: 0.0341, mustReach: 0.044, aim: 0.05 }],
    },
    { file: 'beauty_bert4rec.txt.gz', lines: 'user item' },
  ),
  sequenceBenchmark(
    {
      name: 's3rec-beauty',
      describes: 'Amazon Beauty, the file of S3-Rec, leave one out',
      targets: [{ metric: 'ndcg@10', published: 0.0531, mustReach: 0.069, aim: 0.076 }],
    },
    { file: 's3rec_Beauty.txt.gz', lines: 'user items', attributes: 's3rec_Beauty_attrs.json.gz' },
  ),
  sequenceBenchmark(
    {
      name: 's3rec-sports',
      describes: 'Amazon Sports, the file of S3-Rec, leave one out',
      targets: [{ metric: 'ndcg@10', published: 0.0291, mustReach: 0.043, aim: 0.05 }],
    },
    {
      file: 's3rec_Sports_and_Outdoors.txt.gz',
      lines: 'user items',
      attributes: 's3rec_Sports_and_Outdoors_attrs.json.gz',
    },
  ),
  basketBenchmark(
    {
      name: 'online-retail',
      describes:
        'Online Retail II, invoices from October 2011: the second half of a basket from its first half',
      targets: [],
    },
    { ...ONLINE_RETAIL, asks: 'basket' },
  ),
  basketBenchmark(
    {
      name: 'online-retail-customers',
      describes: 'The same, from the first half of the basket and what the customer bought before',
      targets: [],
    },
    { ...ONLINE_RETAIL, asks: 'customer' },
  ),
  YOOCHOOSE_SLICE,
];
