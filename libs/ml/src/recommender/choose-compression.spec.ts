import { beforeAll, describe, expect, it } from '@jest/globals';
import { UNCOMPRESSED, type Compression } from '../compression/compression.ts';
import { AttentionPooling } from '../models/attention-pooling.ts';
import { itemFacts } from '../models/blend-features.ts';
import { Blend, BlendCandidates } from '../models/blend.ts';
import { BlendWeights } from '../models/blend-weights.ts';
import { priorBlend } from '../models/prior-blend.ts';
import { Random } from '../random.ts';
import { buildCorpus } from '../sequences/corpus.ts';
import type { InteractionSequence } from '../sequences/history.ts';
import type { Query } from '../sequences/queries.ts';
import { visit } from '../testing/checkerboard.ts';
import { chooseCompression, compress, type CompressionChoice } from './choose-compression.ts';
import { SOURCES_PRESETS } from './sources-config.ts';
import { listSources, trainSources } from './sources.ts';

const ITEMS = 200;
const SHELF = 10;
const SHELVES = ITEMS / SHELF;
const DIMENSION = 32;
const DAY_MS = 86_400_000;
const random = new Random(4);
const floats = (length: number, deviation: number) =>
  Float32Array.from({ length }, () => deviation * random.normal());

/** Shoppers keep to a shelf of ten items, and like some of it more. */
const shelfItems = (shopper: number, count: number): Int32Array =>
  Int32Array.from(
    { length: count },
    () => (shopper % SHELVES) * SHELF + Math.floor(SHELF * random.next() ** 2),
  );
const sequences = Array.from({ length: 200 }, (_, shopper): InteractionSequence => {
  const items = shelfItems(shopper, 12);
  return {
    owner: `u:${shopper}`,
    items,
    kinds: new Uint8Array(12).fill(3),
    timesMs: Float64Array.from(items, (__, place) => (shopper + Math.floor(place / 4)) * DAY_MS),
    groups: Int32Array.from(items, (__, place) => Math.floor(place / 4)),
  };
});
const queries = Array.from({ length: 60 }, (_, shopper): Query => {
  return {
    task: 'in-session',
    history: visit([...shelfItems(shopper, 3)]),
    targets: new Set(shelfItems(shopper, 2)),
  };
});

/** Attention that nobody trained, with item vectors that know the shelf. */
function attention(): AttentionPooling {
  const items = floats(ITEMS * DIMENSION, 0.1);
  for (let item = 0; item < ITEMS; item++) {
    const row = items.subarray(item * DIMENSION, (item + 1) * DIMENSION);
    row[Math.floor(item / SHELF)] = 1;
    const length = Math.hypot(...row);
    row.set(row.map((value) => value / length));
  }
  return new AttentionPooling({
    dimension: DIMENSION,
    historyMost: 10,
    items,
    queryWeights: floats(DIMENSION * DIMENSION, 0.1),
    keyWeights: floats(DIMENSION * DIMENSION, 0.1),
    energy: floats(DIMENSION, 0.1),
    distanceVectors: floats(10 * DIMENSION, 0.1),
    distanceBias: new Float32Array(10),
    output: Float32Array.from({ length: 2 * DIMENSION * DIMENSION }, (_, at) =>
      at % DIMENSION === Math.floor(at / DIMENSION) % DIMENSION ? 1 : 0,
    ),
  });
}

/** A prior blend with units that do a little. */
function weightsOf(width: number, prior: BlendWeights): BlendWeights {
  const units = 16;
  return BlendWeights.from({
    ...prior.state(),
    hidden: floats(width * units, 0.02),
    hiddenBias: floats(units, 0.1),
    output: Float32Array.from({ length: units }, (_, unit) => (unit < 8 ? 0.2 : 0)),
  });
}

describe('compression of a recommender', () => {
  let choice: CompressionChoice;
  beforeAll(() => {
    const corpus = buildCorpus(sequences, ITEMS);
    const config = SOURCES_PRESETS.clicks;
    const sources = trainSources(corpus, config, { attention: attention(), content: undefined });
    const facts = itemFacts(corpus);
    const pool = new BlendCandidates(listSources(sources), facts);
    const weights = weightsOf(pool.featureCount, priorBlend(listSources(sources)));
    choice = { fitted: { sources, facts, pool }, config, weights, queries };
  });

  /** Share of the first ten of the original that are among the first ten of the compressed, and their scores' distance. */
  const agreement = (compression: Compression) => {
    const compressed = compress(choice, compression);
    const [before, after] = [
      new Blend(choice.fitted.pool, choice.weights),
      new Blend(compressed.fitted.pool, compressed.weights),
    ];
    let shared = 0;
    let distance = 0;
    for (const { history } of queries) {
      const [one, two] = [before.candidates(history, 10), after.candidates(history, 10)];
      shared += one.items.filter((item) => two.items.includes(item)).length / one.items.length;
      const again = after.score(history, one.items);
      for (const [i, score] of one.scores.entries())
        distance = Math.max(distance, Math.abs(score - (again[i] ?? NaN)));
    }
    return { shared: shared / queries.length, distance };
  };

  it.each<[Partial<Compression>, number, number]>([
    [{}, 1, 0],
    [{ vectors: true }, 0.97, 0.1],
    [{ cells: true }, 0.97, 0.1],
    [{ cells: true, leastCell: 1 / 256 }, 0.97, 0.1],
    [{ prunedUnits: 0.5 }, 1, 1e-5],
    [{ vectors: true, cells: true, prunedUnits: 0.25 }, 0.97, 0.1],
  ])(
    '%j gives the candidates of the original: at least %f of ten, scores within %f',
    (changes, least, within) => {
      const { shared, distance } = agreement({ ...UNCOMPRESSED, ...changes });
      expect(shared).toBeGreaterThanOrEqual(least);
      expect(distance).toBeLessThanOrEqual(within);
    },
  );

  it('keeps what loses nothing, and records what each step gave', () => {
    let ms = 0;
    const record = chooseCompression({ ...choice, nowMs: () => (ms += 60) });
    expect(record.chosen).toMatchObject({ vectors: true, cells: true, prunedUnits: 0.5 });
    expect(record.queries).toBe(60);
    expect(record.before.bytes).toBe(compress(choice, UNCOMPRESSED).bytes);
    expect(record.after.bytes).toBe(compress(choice, record.chosen).bytes);
    expect(record.after.bytes).toBeLessThan(0.6 * record.before.bytes);
    expect(record.before.ndcg - record.after.ndcg).toBeLessThanOrEqual(record.noise);
    expect(record.noise).toBeLessThan(0.02 * record.before.ndcg);
    expect(record.before.millisecondsPerList).toBe(60);
    for (const { step, loss, standardError, ndcg, kept } of record.steps) {
      expect(loss).toBeCloseTo(record.before.ndcg - ndcg);
      if (kept) expect(loss + standardError).toBeLessThanOrEqual(record.noise);
      expect(Object.keys(step)).toHaveLength(1);
    }
  });

  it('does not take out what matters', () => {
    const state = choice.weights.state();
    const loud = BlendWeights.from({
      ...state,
      // All that is known is in the units.
      linear: new Float32Array(choice.weights.featureCount),
      hidden: Float32Array.from({ length: choice.weights.featureCount * 4 }, (_, at) =>
        Math.floor(at / 4) % 3 === 0 && Math.floor(at / 12) % 4 === at % 4 ? 1 : 0,
      ),
      hiddenBias: new Float32Array(4),
      output: new Float32Array(4).fill(1),
    });
    const record = chooseCompression({ ...choice, weights: loud });
    const pruning = record.steps.filter(({ step }) => step.prunedUnits !== undefined);
    expect(pruning.some(({ kept }) => !kept)).toBe(true);
    expect(record.chosen.prunedUnits).toBeLessThan(0.5);
  });

  it('leaves a model as it is that too few questions speak of', () => {
    const { chosen, steps, before, after } = chooseCompression({ ...choice, queries: queries.slice(0, 49) });
    expect(chosen).toEqual(UNCOMPRESSED);
    expect(steps).toEqual([]);
    expect(after).toEqual(before);
  });
});
