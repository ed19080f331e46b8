import { describe, expect, it } from '@jest/globals';
import { Random } from '../../random.ts';
import { buildCorpus } from '../../sequences/corpus.ts';
import { sliceInteractions, type InteractionSequence } from '../../sequences/history.ts';
import type { Query } from '../../sequences/queries.ts';
import { ItemTransitions } from '../../models/item-transitions.ts';
import { SessionKnn } from '../../models/session-knn.ts';
import type { Source } from '../../models/recommender.ts';
import { familyOf, NOISY_ITEMS, noisyViews } from '../../testing/noisy-views.ts';
import { tuneSources } from './tune-sources.ts';

const VISIT_LENGTH = 5;

/** What is carted in the last visit, asked before it. */
const lastCart = (sequence: InteractionSequence): Query => {
  const at = sequence.items.length - VISIT_LENGTH;
  const history = { ...sliceInteractions(sequence, 0, at), nowMs: sequence.timesMs[at] ?? 0 };
  return { task: 'next-order', history, targets: new Set(sequence.items.slice(-2)) };
};
const withoutLastVisit = (sequence: InteractionSequence): InteractionSequence => ({
  owner: sequence.owner,
  ...sliceInteractions(sequence, 0, sequence.items.length - VISIT_LENGTH),
});

describe('the weight of kinds, where carts predict and views are noise', () => {
  const sequences = noisyViews(120, new Random(3));
  const corpus = buildCorpus(sequences.map(withoutLastVisit), NOISY_ITEMS);
  const queries = sequences.map(lastCart);
  const tune = async (of = { corpus, queries }) =>
    (await tuneSources({ ...of, repeats: true, budget: { queriesMost: 120, roundsMost: 0 } })).config;

  it('is chosen high for every source of both families, by the validation questions alone', async () => {
    const config = await tune();
    expect(config.transitions.kindPower).toBe(2);
    expect(config.sessionKnn.kindPower).toBeGreaterThanOrEqual(1);
    const { transitions, lastItem, cameBefore, sameVisit, twoSteps } = config;
    const ofTransitions = [transitions, lastItem, cameBefore, sameVisit, twoSteps.step];
    expect(new Set(ofTransitions.map(({ kindPower }) => kindPower)).size).toBe(1);
    const ofKnn = [config.sessionKnn, config.customerKnn, config.sharpKnn];
    expect(new Set(ofKnn.map(({ kindPower }) => kindPower)).size).toBe(1);
  });

  it('finds the family of the carts, which sources that take all kinds alike find less often', async () => {
    const { transitions, customerKnn } = await tune();
    /** Share of the five best that are of the shopper's family. */
    const share = (source: Source) => {
      const lists = queries.map(({ history, targets }) => {
        const [target = 0] = targets;
        const best = source.candidates(history, 5).items;
        return best.filter((item) => familyOf(item) === familyOf(target)).length / 5;
      });
      return lists.reduce((sum, each) => sum + each, 0) / lists.length;
    };
    const alike = { kindPower: 0 };
    const weighted = share(ItemTransitions.train(corpus, transitions));
    expect(weighted).toBeGreaterThan(0.9);
    expect(weighted).toBeGreaterThan(
      share(ItemTransitions.train(corpus, { ...transitions, ...alike })) + 0.1,
    );
    const neighbours = share(SessionKnn.train(corpus, customerKnn));
    expect(neighbours).toBeGreaterThan(share(SessionKnn.train(corpus, { ...customerKnn, ...alike })) + 0.1);
  });

  it('is none where the shop tells of one kind only', async () => {
    const ofOneKind = sequences.map((sequence) => ({ ...sequence, kinds: sequence.kinds.map(() => 0) }));
    const one = {
      corpus: buildCorpus(ofOneKind.map(withoutLastVisit), NOISY_ITEMS),
      queries: ofOneKind.map(lastCart),
    };
    const { transitions, sessionKnn } = await tune(one);
    expect([transitions.kindPower, sessionKnn.kindPower]).toEqual([0, 0]);
  });
});
