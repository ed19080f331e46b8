import { packArrays } from '../artifact/arrays.ts';
import {
  UNCOMPRESSED,
  type Compression,
  type CompressionFigures,
  type CompressionRecord,
  type CompressionStep,
} from '../compression/compression.ts';
import { rankingMetrics, targetRanks } from '../evaluation/ranking.ts';
import { Blend, BlendCandidates } from '../models/blend.ts';
import type { BlendWeights } from '../models/blend-weights.ts';
import type { Query } from '../sequences/queries.ts';
import type { FittedSources } from './fit-recommender.ts';
import type { SourcesConfig } from './sources-config.ts';
import { listSources, loadSources, saveSources } from './sources.ts';

const K = 20;
const LIST_LENGTH = 100;
/** The loss of a step is told from noise on so many queries; with fewer than the least nothing is compressed. */
const QUERIES_MOST = 400;
const QUERIES_MIN = 50;
/** Lists that the time is taken of. */
const TIMED_MOST = 100;
/** A loss that is a tenth of what the NDCG itself may be off by on these questions is none. */
const NOISE_SHARE = 0.1;

/** From what costs least; each is tried on top of those that were kept, a stronger one only after a weaker of its kind. */
const STEPS: readonly Partial<Compression>[] = [
  { vectors: true },
  { cells: true },
  { leastCell: 1 / 256 },
  { leastCell: 1 / 64 },
  { leastCell: 1 / 16 },
  { prunedUnits: 0.25 },
  { prunedUnits: 0.5 },
];

export interface CompressionChoice {
  readonly fitted: FittedSources;
  readonly config: SourcesConfig;
  readonly weights: BlendWeights;
  /** Not seen by the sources nor by the blend. */
  readonly queries: readonly Query[];
  /** For the time of a list, which is recorded where there is a clock. */
  readonly nowMs?: (() => number) | undefined;
}

/** A model as it would be stored and loaded again. */
export interface Compressed {
  readonly fitted: FittedSources;
  readonly weights: BlendWeights;
  readonly bytes: number;
}

/** Tries the steps of compression one on top of the other and keeps those that lose no NDCG beyond noise. */
export function chooseCompression(choice: CompressionChoice): CompressionRecord {
  const every = Math.max(1, Math.ceil(choice.queries.length / QUERIES_MOST));
  const queries = choice.queries.filter((_, i) => i % every === 0);
  const original = compress(choice, UNCOMPRESSED);
  const before = measure(original, queries);
  const noise = NOISE_SHARE * standardErrorOf(before.ndcgs);
  let [chosen, best, after] = [UNCOMPRESSED, original, before];
  const steps: CompressionStep[] = [];
  for (const step of queries.length < QUERIES_MIN ? [] : STEPS) {
    if (!isNext(step, chosen, steps)) continue;
    const tried = { ...chosen, ...step };
    const model = compress(choice, tried);
    const measured = measure(model, queries);
    const losses = before.ndcgs.map((ndcg, i) => ndcg - (measured.ndcgs[i] ?? 0));
    const [loss, standardError] = [mean(losses), standardErrorOf(losses)];
    const kept = loss + standardError <= noise && model.bytes < best.bytes;
    steps.push({ step, ndcg: measured.ndcg, bytes: model.bytes, loss, standardError, kept });
    if (kept) [chosen, best, after] = [tried, model, measured];
  }
  const [timeBefore, timeAfter] = timesOf([original, best], queries.slice(0, TIMED_MOST), choice.nowMs);
  return {
    chosen,
    queries: queries.length,
    noise,
    before: { ndcg: before.ndcg, bytes: original.bytes, ...timeBefore },
    after: { ndcg: after.ndcg, bytes: best.bytes, ...timeAfter },
    steps,
  };
}

/** The model under a compression: what serving gets from its files. */
export function compress(
  { fitted, config, weights }: Pick<CompressionChoice, 'fitted' | 'config' | 'weights'>,
  compression: Compression,
): Compressed {
  const { facts, pool } = fitted;
  const pruned = weights.pruned(compression.prunedUnits);
  const files = saveSources(fitted.sources, compression);
  const sources = loadSources(files, config, pool.itemCount);
  const bytes = [...files.values(), packArrays(pruned.state())].reduce((sum, file) => sum + file.length, 0);
  return {
    fitted: { sources, facts, pool: new BlendCandidates(listSources(sources), facts, pool.repeats) },
    weights: pruned,
    bytes,
  };
}

/** Whether a step has something to build on: cells are dropped only where they are coded, and bit by bit. */
function isNext(
  step: Partial<Compression>,
  chosen: Compression,
  before: readonly CompressionStep[],
): boolean {
  if (step.leastCell !== undefined && !chosen.cells) return false;
  const [kind] = Object.keys(step);
  return before.every((earlier) => Object.keys(earlier.step)[0] !== kind || earlier.kept);
}

function measure({ fitted, weights }: Compressed, queries: readonly Query[]) {
  const blend = new Blend(fitted.pool, weights);
  const ndcgs = Float64Array.from(queries, ({ history, targets }) => {
    const { items, scores } = blend.candidates(history, LIST_LENGTH);
    return rankingMetrics(targetRanks(items, scores, targets), targets.size, K).ndcg;
  });
  return { ndcg: mean(ndcgs), ndcgs };
}

/** Milliseconds a list, the models taking turns so that a busy machine is as busy for each. */
function timesOf(
  models: readonly Compressed[],
  queries: readonly Query[],
  nowMs: (() => number) | undefined,
): readonly Pick<CompressionFigures, 'millisecondsPerList'>[] {
  if (nowMs === undefined || queries.length === 0) return models.map(() => ({}));
  const timed = models.map(({ fitted, weights }) => ({ blend: new Blend(fitted.pool, weights), ms: 0 }));
  for (const { history } of queries) {
    for (const each of timed) {
      const startMs = nowMs();
      each.blend.candidates(history, LIST_LENGTH);
      each.ms += nowMs() - startMs;
    }
  }
  return timed.map(({ ms }) => ({ millisecondsPerList: ms / queries.length }));
}

const mean = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Of the mean. */
function standardErrorOf(values: Float64Array): number {
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, values.length - 1) / Math.max(1, values.length));
}
