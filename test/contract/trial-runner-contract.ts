import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SearchData, Trial, TrialRunner } from '#ml';
import { TrialsInProcess } from '#ml';
import { Random } from '../../libs/ml/src/random.ts';
import { SOURCES_PRESETS } from '../../libs/ml/src/recommender/sources-config.ts';
import { tuneSources } from '../../libs/ml/src/recommender/search/tune-sources.ts';
import { buildCorpus } from '../../libs/ml/src/sequences/corpus.ts';
import { CHECKERBOARD_ITEMS, checkerboard, visit } from '../../libs/ml/src/testing/checkerboard.ts';

const corpus = buildCorpus(checkerboard(60, new Random(1)), CHECKERBOARD_ITEMS);
const queries = Array.from({ length: 48 }, (_, n) => ({
  task: n % 2 === 0 ? ('in-session' as const) : ('next-order' as const),
  history: visit([n % 20, (n + 4) % 20]),
  targets: new Set([(n + 8) % 20]),
}));
const data: SearchData = { corpus, questions: queries, repeats: true };
const { sessionKnn, transitions } = SOURCES_PRESETS.clicks;

const trials: readonly Trial[] = [0, 1, 2, 3].flatMap((power): readonly Trial[] => [
  { source: 'session-knn', config: { ...sessionKnn, rarityPower: power }, from: 0, to: 48 },
  { source: 'transitions', config: { ...transitions, rowPower: power / 4 }, from: 12, to: 48 },
]);

/** What every runner of trials must do. */
export function describeTrialRunner(name: string, open: (data: SearchData) => Promise<TrialRunner>): void {
  describe(`${name}, a trial runner`, () => {
    let runner: TrialRunner;
    beforeAll(async () => {
      runner = await open(data);
    });
    afterAll(async () => runner.close());

    it('gives the results in the order of the trials, to the last bit those of this process', async () => {
      const expected = await new TrialsInProcess(data).run(trials);
      expect(await runner.run(trials)).toEqual(expected);
      expect(new Set(expected.map(String)).size).toBeGreaterThan(2);
    });

    it('gives a trial the same result whatever it ran before', async () => {
      const forwards = await runner.run(trials);
      const backwards = await runner.run(trials.toReversed());
      expect(backwards.toReversed()).toEqual(forwards);
    });

    it('has nothing to do for no trials', async () => {
      expect(await runner.run([])).toEqual([]);
    });

    it('leads a search to the same winner', async () => {
      const tuning = { corpus, queries, repeats: true, budget: { queriesMost: 48, roundsMost: 1 } };
      const here = await tuneSources(tuning);
      expect(await tuneSources({ ...tuning, tools: { openTrials: open } })).toEqual(here);
    });
  });
}
