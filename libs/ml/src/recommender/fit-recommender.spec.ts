import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Source } from '../models/recommender.ts';
import { Random } from '../random.ts';
import type { InteractionSequence } from '../sequences/history.ts';
import { INTERACTION_KINDS, PURCHASE } from '../sequences/interaction.ts';
import { openTensorFlow } from '../tensorflow/open-tensorflow.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { visit } from '../testing/checkerboard.ts';
import { NOISY_ITEMS, noisyViews } from '../testing/noisy-views.ts';
import { oneVisit } from '../testing/one-visit.ts';
import { trainAttention, type AttentionConfig } from '../training/train-attention.ts';
import { fitSources } from './fit-recommender.ts';
import { SOURCES_PRESETS, withKindPowers } from './sources-config.ts';

const VIEW = INTERACTION_KINDS.indexOf('view');
const ATTENTION: AttentionConfig = {
  dimension: 4,
  historyMost: 4,
  epochs: 1,
  stepsMost: 3,
  batchPositions: 64,
  negatives: 8,
  learningRate: 1e-2,
  dropout: 0,
  start: 'eigenvectors',
};

describe('the weight of kinds', () => {
  let tf: TensorFlow;
  beforeAll(async () => {
    ({ tf } = await openTensorFlow('wasm'));
  });
  const fit = async (
    sequences: readonly InteractionSequence[],
    itemCount: number,
    powers: { readonly transitions: number; readonly knn: number },
  ) => {
    const config = withKindPowers(SOURCES_PRESETS.clicks, powers);
    const given = { tf, sequences, itemCount, config, attention: ATTENTION, repeats: true };
    return (await fitSources({ ...given, random: new Random(1), progress: () => undefined })).sources;
  };

  // Beside item 0 item 1 is looked at, and item 2 bought, as often and on either side.
  const beside = [
    oneVisit([0, 1], [VIEW, VIEW]),
    oneVisit([1, 0], [VIEW, VIEW]),
    oneVisit([0, 2], [VIEW, PURCHASE]),
    oneVisit([2, 0], [PURCHASE, VIEW]),
  ];
  // The same with item 3 between.
  const twoStepsAway = [
    oneVisit([0, 3], [VIEW, VIEW]),
    oneVisit([3, 1], [VIEW, VIEW]),
    oneVisit([3, 2], [VIEW, PURCHASE]),
  ];

  it.each([
    // A view says a fifth of a purchase.
    { transitions: 0, knn: 1, ratios: { transitions: 1, knn: 5 } },
    { transitions: 1, knn: 2, ratios: { transitions: 5, knn: 25 } },
  ])('reaches the counts of every source: $transitions and $knn', async ({ ratios, ...powers }) => {
    const near = await fit(beside, 3, powers);
    const far = await fit(twoStepsAway, 4, powers);
    const ratio = (source: Source) => {
      const [viewed = NaN, bought = NaN] = source.score(visit([0]), Int32Array.of(1, 2));
      return bought / viewed;
    };
    const ofTransitions = [near.transitions, near.lastItem, near.cameBefore, near.sameVisit, far.twoSteps];
    for (const source of ofTransitions) expect(ratio(source)).toBeCloseTo(ratios.transitions, 3);
    const ofKnn = [near.sessionKnn, near.customerKnn, near.sharpKnn];
    for (const source of ofKnn) expect(ratio(source)).toBeCloseTo(ratios.knn, 3);
  });

  it('of the transitions is that of what the attention learns from', async () => {
    const sequences = noisyViews(30, new Random(2));
    const told = await trainAttention({
      tf,
      sequences,
      itemCount: NOISY_ITEMS,
      config: ATTENTION,
      kindPower: 2,
      random: new Random(1),
    });
    const items = async (transitions: number) =>
      (await fit(sequences, NOISY_ITEMS, { transitions, knn: 1 })).attention?.weights.items;
    expect(await items(2)).toEqual(told.weights.items);
    expect(await items(0)).not.toEqual(told.weights.items);
  });
});
