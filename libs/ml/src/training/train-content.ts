import { attributeFeatures, HASHED_COLUMNS } from '../features/items/attribute-features.ts';
import type { ItemAttributes } from '../features/items/item-attributes.ts';
import { ContentSimilarity } from '../models/content-similarity.ts';
import type { Random } from '../random.ts';
import { buildInvertedFile, INDEXED_MIN } from '../retrieval/inverted-file.ts';
import type { Corpus } from '../sequences/corpus.ts';
import { normalisedCoOccurrence } from './co-occurrence.ts';
import { eigenvectorStart, normalise } from './eigenvectors.ts';
import { ridge, timesMatrix } from './ridge.ts';

export interface ContentTraining {
  readonly corpus: Corpus;
  /** By item; undefined where nothing is known of one. */
  readonly attributes: readonly (ItemAttributes | undefined)[];
  readonly random: Random;
}

const DIMENSION = 64;
/** Items the projection is learnt from, those met most: bounds its time. */
const ITEMS_MOST = 30_000;
/** Against rows of weight 1: attributes that a few items share say little. */
const PENALTY = 2;
/** An item that was met this often counts half. */
const TRUST_AT = 5;

/**
 * Learns where attributes lie among the eigenvectors of co-occurrence, by ridge regression;
 * undefined where no item that was met with others has attributes. Deterministic by seed.
 */
export function trainContent({ corpus, attributes, random }: ContentTraining): ContentSimilarity | undefined {
  const rows = attributes.map((each) => attributeFeatures(each ?? {}));
  const coOccurrence = normalisedCoOccurrence(corpus);
  const isMet = (item: number) => coOccurrence.starts[item] !== coOccurrence.starts[item + 1];
  const learnt = chooseItems(corpus, (item) => isMet(item) && (rows[item]?.columns.length ?? 0) > 0);
  if (learnt.length === 0) return undefined;
  const behaviour = eigenvectorStart(coOccurrence, DIMENSION, random);
  const vectorOf = (item: number) => behaviour.subarray(item * DIMENSION, (item + 1) * DIMENSION);
  const targets = new Float32Array(learnt.length * DIMENSION);
  for (const [place, item] of learnt.entries()) targets.set(vectorOf(item), place * DIMENSION);
  const columns = rows.reduce(
    (most, row) => row.columns.reduce((a, b) => Math.max(a, b + 1), most),
    HASHED_COLUMNS,
  );
  const projection = ridge({
    rows: Array.from(learnt, (item) => rows[item] ?? attributeFeatures({})),
    targets,
    weights: Float32Array.from(learnt, (item) => trust(corpus.counts[item] ?? 0)),
    columns,
    dimension: DIMENSION,
    penalty: PENALTY,
  });
  const content = new Float32Array(corpus.itemCount * DIMENSION);
  for (const [item, row] of rows.entries()) {
    const vector = timesMatrix(row, projection, DIMENSION);
    normalise(vector);
    content.set(vector, item * DIMENSION);
    blendIn(vectorOf(item), vector, isMet(item));
  }
  const isLarge = corpus.itemCount >= INDEXED_MIN;
  return new ContentSimilarity(
    { dimension: DIMENSION, projection, content, behaviour },
    isLarge ? buildInvertedFile(content, DIMENSION, random) : undefined,
  );
}

/** Makes a vector of behaviour the sum of both, of length 1; the content alone where nobody has met the item. */
function blendIn(behaviour: Float32Array, content: Float32Array, isMet: boolean): void {
  for (const [i, value] of content.entries()) behaviour[i] = (isMet ? (behaviour[i] ?? 0) : 0) + value;
  normalise(behaviour);
}

/** 0 for an item that was never met, near 1 for one that often was. */
const trust = (count: number): number => count / (count + TRUST_AT);

function chooseItems({ counts, itemCount }: Corpus, isUsable: (item: number) => boolean): Int32Array {
  const usable = Int32Array.from({ length: itemCount }, (_, item) => item).filter(isUsable);
  if (usable.length <= ITEMS_MOST) return usable;
  return usable.sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0)).slice(0, ITEMS_MOST);
}
