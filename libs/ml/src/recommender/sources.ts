import { packArrays, unpackArrays, type NamedArrays } from '../artifact/arrays.ts';
import { fileOf } from '../artifact/artifact.ts';
import type { ArtifactFiles } from '../artifact/manifest.ts';
import { compressState, restoreState } from '../compression/compress-state.ts';
import { UNCOMPRESSED } from '../compression/compression.ts';
import { attentionFrom } from '../models/attention-weights.ts';
import { invertedFileFrom } from '../retrieval/inverted-file.ts';
import { AttentionPooling } from '../models/attention-pooling.ts';
import { LiveSessions } from '../live/live-sessions.ts';
import { BasketAssociation } from '../models/basket-association.ts';
import { ContentSimilarity } from '../models/content-similarity.ts';
import { matrixFrom } from '../models/item-matrix.ts';
import { ItemTransitions, type TransitionsConfig } from '../models/item-transitions.ts';
import { Popularity, type PopularityConfig } from '../models/popularity.ts';
import type { Source } from '../models/recommender.ts';
import { Repeat } from '../models/repeat.ts';
import { SessionKnn } from '../models/session-knn.ts';
import type { SessionKnnConfig } from '../models/session-knn-config.ts';
import { TwoSteps } from '../models/two-steps.ts';
import type { Corpus } from '../sequences/corpus.ts';
import type { SourcesConfig } from './sources-config.ts';

/** Every source of the blend, by what it is. */
export interface Sources {
  readonly popularity: Popularity;
  readonly trending: Popularity;
  readonly repeat: Repeat;
  readonly transitions: ItemTransitions;
  readonly lastItem: ItemTransitions;
  readonly cameBefore: ItemTransitions;
  readonly sameVisit: ItemTransitions;
  readonly twoSteps: TwoSteps;
  readonly sessionKnn: SessionKnn;
  readonly customerKnn: SessionKnn;
  readonly sharpKnn: SessionKnn;
  readonly boughtTogether: BasketAssociation;
  /** Absent where there was too little data to train it. */
  readonly attention: AttentionPooling | undefined;
  /** Absent where no attributes of items are known. */
  readonly content: ContentSimilarity | undefined;
}

/** In the order of the blend's features. */
export function listSources(sources: Sources): readonly Source[] {
  const { attention, content, ...counted } = sources;
  const learnt = [attention, content].filter((source) => source !== undefined);
  return [...Object.values<Source>(counted), ...learnt];
}

/** Counts everything that can be counted. */
export function trainSources(
  corpus: Corpus,
  config: SourcesConfig,
  { attention, content }: Pick<Sources, 'attention' | 'content'>,
): Sources {
  return {
    popularity: Popularity.train(corpus, config.popularity),
    trending: Popularity.train(corpus, config.trending),
    repeat: new Repeat(config.repeat, corpus.itemCount),
    transitions: ItemTransitions.train(corpus, config.transitions),
    lastItem: ItemTransitions.train(corpus, config.lastItem),
    cameBefore: ItemTransitions.train(corpus, config.cameBefore),
    sameVisit: ItemTransitions.train(corpus, config.sameVisit),
    twoSteps: TwoSteps.train(corpus, config.twoSteps),
    sessionKnn: SessionKnn.train(corpus, config.sessionKnn),
    customerKnn: SessionKnn.train(corpus, config.customerKnn),
    sharpKnn: SessionKnn.train(corpus, config.sharpKnn),
    boughtTogether: BasketAssociation.train(corpus, config.boughtTogether),
    attention,
    content,
  };
}

const fileName = (source: string): string => `${source}.bin`;

/** One file for each source. */
export function saveSources(sources: Sources, compression = UNCOMPRESSED): ArtifactFiles {
  return new Map(
    listSources(sources).map((source) => [
      fileName(source.name),
      packArrays(compressState(source.state(), compression)),
    ]),
  );
}

/**
 * What saveSources gave, with room for items up to `itemCount` and for sessions to come. Throws ArtifactError on a
 * missing file, TypeError on one of another shape.
 */
export function loadSources(files: ArtifactFiles, config: SourcesConfig, itemCount: number): Sources {
  const state = (name: string) => restoreState(unpackArrays(fileOf(files, fileName(name))));
  const transitions = (each: TransitionsConfig) => ItemTransitions.from(state(each.name), each, itemCount);
  const popularity = (each: PopularityConfig) => Popularity.from(state(each.name), each, itemCount);
  const knn = (each: SessionKnnConfig) =>
    SessionKnn.from(state(each.name), each, itemCount, new LiveSessions());
  return {
    popularity: popularity(config.popularity),
    trending: popularity(config.trending),
    repeat: new Repeat(config.repeat, itemCount),
    transitions: transitions(config.transitions),
    lastItem: transitions(config.lastItem),
    cameBefore: transitions(config.cameBefore),
    sameVisit: transitions(config.sameVisit),
    twoSteps: new TwoSteps(config.twoSteps, matrixFrom(state('two-steps'), itemCount)),
    sessionKnn: knn(config.sessionKnn),
    customerKnn: knn(config.customerKnn),
    sharpKnn: knn(config.sharpKnn),
    boughtTogether: new BasketAssociation(matrixFrom(state('bought-together'), itemCount)),
    attention: files.has(fileName('attention')) ? attentionOf(state('attention'), itemCount) : undefined,
    content: files.has(fileName('content')) ? ContentSimilarity.from(state('content')) : undefined,
  };
}

const attentionOf = (state: NamedArrays, itemCount: number): AttentionPooling =>
  new AttentionPooling(attentionFrom(state), invertedFileFrom(state), itemCount);
