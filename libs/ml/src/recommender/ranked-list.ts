import type { SourceName } from '../models/recommender.ts';
import { NOT_ONE } from '../models/recommender.ts';

/** What spoke most for a suggestion; empty where nothing did. */
export type SuggestionSource = SourceName | 'similar' | '';

export interface Suggestion {
  readonly itemId: string;
  /** Comparable within one list. */
  readonly score: number;
  readonly source: SuggestionSource;
  /** The shopper's item it follows from, where there is a single one. */
  readonly becauseOfItemId?: string;
}

/** In RankedArrays. */
const NUMBER_OF: Readonly<Record<SuggestionSource, number>> = {
  popularity: 0,
  trending: 1,
  repeat: 2,
  transitions: 3,
  'last-item': 4,
  'session-knn': 5,
  'customer-knn': 6,
  'bought-together': 7,
  attention: 8,
  similar: 9,
  'came-before': 10,
  'same-visit': 11,
  'two-steps': 12,
  'sharp-knn': 13,
  content: 14,
  '': 15,
};
// Object.entries gives the names as they stand there.
const SOURCES = new Map(
  Object.entries(NUMBER_OF).map(([name, number]) => [number, name as SuggestionSource]),
);

/** A list as numbers, 13 bytes an item, best first; items are indices of the model's vocabulary. */
export interface RankedArrays {
  readonly items: Int32Array;
  readonly scores: Float32Array;
  readonly sources: Uint8Array;
  /** NOT_ONE (-1) where there is no single one. */
  readonly becauseOf: Int32Array;
}

/** A ranked list that takes little memory and makes a suggestion when it is looked at. */
export class RankedList implements Iterable<Suggestion> {
  constructor(
    private readonly itemIds: readonly string[],
    readonly arrays: RankedArrays,
  ) {}

  get length(): number {
    return this.arrays.items.length;
  }

  *[Symbol.iterator](): Generator<Suggestion, void> {
    for (let place = 0; place < this.length; place++) yield this.at(place);
  }

  private at(place: number): Suggestion {
    const { items, scores, sources, becauseOf } = this.arrays;
    const becauseOfItemId = this.itemIds[becauseOf[place] ?? NOT_ONE];
    return {
      itemId: this.itemIds[items[place] ?? NOT_ONE] ?? '',
      score: scores[place] ?? 0,
      source: SOURCES.get(sources[place] ?? NUMBER_OF['']) ?? '',
      ...(becauseOfItemId === undefined ? {} : { becauseOfItemId }),
    };
  }
}

/** Why an item stands on a list. */
export interface Reason {
  readonly source: SuggestionSource;
  readonly becauseOf: number | undefined;
}

/** Puts items, scores and reasons, each by place, into a list's arrays. */
export function rankedArrays(
  { items, scores }: { readonly items: Int32Array; readonly scores: Float32Array },
  reasonOf: (place: number) => Reason,
): RankedArrays {
  const sources = new Uint8Array(items.length);
  const becauseOf = new Int32Array(items.length);
  for (let place = 0; place < items.length; place++) {
    const reason = reasonOf(place);
    sources[place] = NUMBER_OF[reason.source];
    becauseOf[place] = reason.becauseOf ?? NOT_ONE;
  }
  return { items, scores, sources, becauseOf };
}
