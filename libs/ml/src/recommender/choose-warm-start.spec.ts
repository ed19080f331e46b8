import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '../artifact/manifest.ts';
import type { AttentionWeights } from '../models/attention-weights.ts';
import type { AttentionConfig } from '../training/train-attention.ts';
import {
  chooseWarmStart,
  FROM_SCRATCH_EVERY_MS,
  WARM_STARTS_MOST,
  type AttentionStart,
} from './choose-warm-start.ts';

const DAY_MS = 86_400_000;
const TRAINED_MS = 1_764_000_000_000;
const SCRATCH = { warmStartedFrom: 'none', warmStarts: 0 };
const CONFIG: AttentionConfig = {
  dimension: 2,
  historyMost: 3,
  epochs: 3,
  stepsMost: 100,
  batchPositions: 64,
  negatives: 16,
  learningRate: 5e-3,
  dropout: 0.1,
  start: 'eigenvectors',
};
const WEIGHTS: AttentionWeights = {
  dimension: 2,
  historyMost: 3,
  items: new Float32Array(4),
  queryWeights: new Float32Array(4),
  keyWeights: new Float32Array(4),
  energy: new Float32Array(2),
  distanceVectors: new Float32Array(6),
  distanceBias: new Float32Array(3),
  output: new Float32Array(8),
};
const MANIFEST: Manifest = {
  kind: 'recommender',
  version: 'recommender-1',
  schemaVersion: 3,
  trainedAtMs: TRAINED_MS,
  dataFromMs: 0,
  dataUntilMs: TRAINED_MS,
  seed: 1,
  backend: 'cpu',
  hyperParameters: {},
  evaluations: [],
  files: {},
};

/** A champion that was trained on "a" and "b" and told of "c" later. */
const champion = (start?: AttentionStart, attentionWeights: AttentionWeights | undefined = WEIGHTS) => ({
  manifest: { ...MANIFEST, hyperParameters: start === undefined ? {} : { attentionStart: start } },
  itemIds: ['a', 'b', 'c'],
  attentionWeights,
});
const choose = (of: Parameters<typeof chooseWarmStart>[0], config = CONFIG, atMs = TRAINED_MS + DAY_MS) =>
  chooseWarmStart(of, { itemIds: ['b', 'new', 'c', 'a'], config, atMs });

describe('the choice of a start', () => {
  it('goes on from the champion with one epoch, items matched by their ids', () => {
    const { start, config, warm } = choose(champion());
    expect(start).toEqual({
      warmStartedFrom: 'recommender-1',
      warmStarts: 1,
      fromScratchAtMs: TRAINED_MS,
    });
    expect(config).toEqual({ ...CONFIG, epochs: 1, learningRate: 2e-3 });
    expect(warm?.rowOf).toEqual(Int32Array.of(1, -1, -1, 0));
  });

  it('begins from scratch without a champion, or with one that has no attention model', () => {
    const without = { ...champion(), attentionWeights: undefined };
    for (const chosen of [choose(undefined), choose(without)]) {
      expect(chosen).toEqual({
        start: { ...SCRATCH, fromScratchAtMs: TRAINED_MS + DAY_MS },
        config: CONFIG,
      });
    }
  });

  it.each([{ dimension: 4 }, { historyMost: 5 }])('begins from scratch with another shape: %j', (other) => {
    expect(choose(champion(), { ...CONFIG, ...other }).start).toMatchObject(SCRATCH);
  });

  it('begins from scratch after so many warm starts', () => {
    const chain = (warmStarts: number) =>
      champion({ warmStartedFrom: 'recommender-0', warmStarts, fromScratchAtMs: TRAINED_MS - DAY_MS });
    const last = choose(chain(WARM_STARTS_MOST - 1)).start;
    expect(last).toMatchObject({ warmStarts: WARM_STARTS_MOST, fromScratchAtMs: TRAINED_MS - DAY_MS });
    expect(choose(chain(WARM_STARTS_MOST)).start).toMatchObject(SCRATCH);
  });

  it('begins from scratch after so many days', () => {
    const at = (ms: number) => choose(champion(), CONFIG, TRAINED_MS + ms).start;
    expect(at(FROM_SCRATCH_EVERY_MS - 1)).toMatchObject({ warmStarts: 1 });
    expect(at(FROM_SCRATCH_EVERY_MS)).toMatchObject(SCRATCH);
  });
});
