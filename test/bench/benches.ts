import type { Bench } from './bench.ts';
import { boosting } from './benches/boosting.ts';
import { freshness } from './benches/freshness.ts';
import { ingest } from './benches/ingest.ts';
import { labels } from './benches/labels.ts';
import { load } from './benches/load.ts';
import { memory } from './benches/memory.ts';
import { overload } from './benches/overload.ts';
import { pipeline } from './benches/pipeline.ts';
import { recommend } from './benches/recommend.ts';
import { scoreOrder } from './benches/score-order.ts';
import { similar } from './benches/similar.ts';
import { soak } from './benches/soak.ts';
import { start } from './benches/start.ts';
import { trainMemory } from './benches/train-memory.ts';
import { train } from './benches/train.ts';

/** Every benchmark, in the order of the table. */
export const BENCHES: readonly Bench[] = [
  recommend,
  similar,
  ingest,
  pipeline,
  freshness,
  scoreOrder,
  load,
  overload,
  soak,
  labels,
  memory,
  start,
  trainMemory,
  train,
  boosting,
];
