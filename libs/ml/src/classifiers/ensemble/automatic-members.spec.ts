import { beforeAll, describe, expect, it } from '@jest/globals';
import { packArrays, unpackArrays } from '../../artifact/arrays.ts';
import { Random } from '../../random.ts';
import { openTensorFlow } from '../../tensorflow/open-tensorflow.ts';
import type { TensorFlow } from '../../tensorflow/tensorflow.ts';
import { exclusiveOr } from '../../testing/labelled-tables.ts';
import { rowOf } from '../row-of.ts';
import { automaticMembers } from './automatic-members.ts';
import { Ensemble } from './ensemble.ts';
import { trainEnsemble } from './train-ensemble.ts';

describe('the members for any table', () => {
  let tf: TensorFlow;
  beforeAll(async () => {
    ({ tf } = await openTensorFlow('wasm'));
  });

  const train = (seed: number) =>
    trainEnsemble({
      data: exclusiveOr(300, new Random(1)),
      random: new Random(seed),
      members: Object.values(automaticMembers(tf)),
    });

  it('are boosted trees, which count most, a random forest and a dense network', async () => {
    const { members } = await train(1);
    expect(members.map(({ model, weight }) => [model.name, weight])).toEqual([
      ['boosting', 4 / 6],
      ['random forest', 1 / 6],
      ['dense', 1 / 6],
    ]);
  });

  it('are the same for a seed, and score the same after they were kept', async () => {
    const [one, two] = [await train(1), await train(1)];
    const kept = packArrays(one.state());
    expect(packArrays(two.state())).toEqual(kept);
    const loaded = Ensemble.from(unpackArrays(kept));
    const { matrix } = exclusiveOr(50, new Random(2));
    for (let row = 0; row < matrix.rowCount; row++) {
      expect(loaded.logit(rowOf(matrix, row))).toBe(one.logit(rowOf(matrix, row)));
      expect(loaded.explain(rowOf(matrix, row))).toEqual(one.explain(rowOf(matrix, row)));
    }
  });
});
