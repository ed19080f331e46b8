import { beforeAll, describe, expect, it } from '@jest/globals';
import { itemFacts, LiveFacts } from '../models/blend-features.ts';
import { NEW_ITEMS_MOST } from '../models/content-vectors.ts';
import type { SourceName } from '../models/recommender.ts';
import { Random } from '../random.ts';
import { listSources, loadSources, saveSources, trainSources, type Sources } from '../recommender/sources.ts';
import { SOURCES_PRESETS, withKindPowers, type SourcesConfig } from '../recommender/sources-config.ts';
import { Vocabulary } from '../recommender/vocabulary.ts';
import { buildCorpus, type Corpus } from '../sequences/corpus.ts';
import { DataSetBuilder } from '../sequences/data-set-builder.ts';
import { INTERACTION_KINDS } from '../sequences/interaction.ts';
import { visit } from '../testing/checkerboard.ts';
import { LiveLearner, type OwnedInteraction } from './live-learner.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Of 40 days, those after the training. */
const TRAINED_DAYS = 30;
const TRAINED_UNTIL_MS = TRAINED_DAYS * DAY_MS;

/** Visits of forty shoppers, of 25 items and, after the training, three more, with funnels and returns to an item. */
function history(random: Random): readonly OwnedInteraction[] {
  const all: OwnedInteraction[] = [];
  for (let day = 0; day < 40; day++) {
    for (let n = 0; n < 6; n++) {
      const owner = `u:${random.integer(40)}-${n}`;
      const start = random.integer(22);
      for (let step = 0; step < 2 + random.integer(5); step++) {
        const item =
          day >= TRAINED_DAYS && random.integer(4) === 0 ? 25 + random.integer(3) : start + random.integer(4);
        const kind = INTERACTION_KINDS[[0, 0, 0, 2, 3][random.integer(5)] ?? 0] ?? 'view';
        all.push({ owner, itemId: `i${item}`, kind, timeMs: day * DAY_MS + step * MINUTE_MS });
      }
    }
  }
  return all.sort((a, b) => a.timeMs - b.timeMs);
}

function trainedOn(interactions: readonly OwnedInteraction[], config: SourcesConfig) {
  const builder = new DataSetBuilder();
  for (const { owner, ...interaction } of interactions) builder.add(owner, interaction);
  const { itemIds, sequences } = builder.build();
  const corpus: Corpus = buildCorpus(sequences, itemIds.length);
  return {
    itemIds,
    corpus,
    sources: trainSources(corpus, config, { attention: undefined, content: undefined }),
  };
}

describe.each([0, 1.5])('LiveLearner, kinds counting to the power %d', (power) => {
  const config = withKindPowers(SOURCES_PRESETS.clicks, { transitions: power, knn: power });
  const trained = (interactions: readonly OwnedInteraction[]) => trainedOn(interactions, config);
  const all = history(new Random(3));
  let refitted: ReturnType<typeof trainedOn>;
  let live: { readonly itemIds: readonly string[]; readonly sources: Sources; readonly facts: LiveFacts };

  const learnFrom = (interactions: readonly OwnedInteraction[], batchSize: number) => {
    const past = trained(all.filter(({ timeMs }) => timeMs < TRAINED_UNTIL_MS));
    const vocabulary = new Vocabulary(past.itemIds);
    const sources = loadSources(saveSources(past.sources), config, vocabulary.most);
    const facts = new LiveFacts(itemFacts(past.corpus), vocabulary.most);
    const options = { historyMost: 120, learnsFromMs: TRAINED_UNTIL_MS };
    const learner = new LiveLearner(sources, facts, vocabulary, options);
    const learnt = [];
    for (let at = 0; at < interactions.length; at += batchSize) {
      learnt.push(learner.learn(interactions.slice(at, at + batchSize)));
    }
    return { itemIds: vocabulary.ids, sources, facts, learnt };
  };
  beforeAll(() => {
    refitted = trained(all);
    live = learnFrom(all, 50);
  });

  /** What a source says of every item after a visit to some, by id. */
  const said = (
    { itemIds, sources }: typeof live | typeof refitted,
    source: SourceName,
    ids: readonly string[],
  ) => {
    const model = listSources(sources).find(({ name }) => name === source);
    const scores = model?.score(visit(ids.map((id) => itemIds.indexOf(id))), Int32Array.from(itemIds.keys()));
    return new Map(itemIds.map((id, index) => [id, scores?.[index] ?? NaN]));
  };

  it.each([
    'transitions',
    'last-item',
    'came-before',
    'same-visit',
    'popularity',
    'trending',
    'session-knn',
    'sharp-knn',
  ] as const)('says what %s would say that had counted everything anew', (source) => {
    for (const ids of [['i3'], ['i10', 'i12'], ['i26'], ['i25', 'i4', 'i20']]) {
      const expected = said(refitted, source, ids);
      const actual = said(live, source, ids);
      expect([...actual.keys()].sort()).toEqual([...expected.keys()].sort());
      for (const [id, score] of expected) {
        expect({ id, score: actual.get(id) }).toEqual({ id, score: expect.closeTo(score, 5) });
      }
    }
  });

  it('learns nothing twice from what the model was trained on', () => {
    const old = all.filter(({ timeMs }) => timeMs < TRAINED_UNTIL_MS);
    const { learnt, sources } = learnFrom(old, 1_000);
    expect(learnt).toEqual([{ newItemIds: [], changed: new Int32Array(0) }]);
    const past = trained(old);
    expect(said({ ...live, itemIds: [...past.itemIds], sources }, 'trending', ['i3'])).toEqual(
      said(past, 'trending', ['i3']),
    );
  });

  it('counts items as the facts of a refit do', () => {
    for (const [index, id] of live.itemIds.entries()) {
      expect(live.facts.counts[index]).toBe(refitted.corpus.counts[refitted.itemIds.indexOf(id)]);
    }
  });

  it('gives the same whatever the batches', () => {
    const other = { ...live, ...learnFrom(all, 7) };
    expect(other.itemIds).toEqual(live.itemIds);
    expect(said(other, 'transitions', ['i3', 'i26'])).toEqual(said(live, 'transitions', ['i3', 'i26']));
  });

  it('names the new items and those with new neighbours', () => {
    const view = (itemId: string, minute: number): OwnedInteraction => ({
      owner: 'u:new',
      itemId,
      kind: 'view',
      timeMs: 50 * DAY_MS + minute * MINUTE_MS,
    });
    const { learnt, itemIds } = learnFrom([view('i3', 0), view('fresh', 1)], 10);
    const [{ newItemIds, changed } = { newItemIds: [], changed: [] }] = learnt;
    expect(newItemIds).toEqual(['fresh']);
    expect([...changed].map((item) => itemIds[item]).sort()).toEqual(['fresh', 'i3']);
  });

  it('keeps what it learns within bounds, and the newest', () => {
    const owners = Array.from({ length: NEW_ITEMS_MOST + 500 }, (_, n) => n);
    const flood = owners.flatMap((n): OwnedInteraction[] =>
      [`new-${n}`, `i${n % 25}`].map((itemId, step) => ({
        owner: `u:${n}`,
        itemId,
        kind: 'view',
        timeMs: 50 * DAY_MS + n * MINUTE_MS + step,
      })),
    );
    const { itemIds, sources } = learnFrom(flood, 100);
    expect(itemIds.length).toBe(25 + NEW_ITEMS_MOST);
    expect(
      [...said({ ...live, itemIds, sources }, 'transitions', ['i3']).values()].every(Number.isFinite),
    ).toBe(true);
  });
});
