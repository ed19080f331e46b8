import type { SourceName } from './recommender.ts';

/** What one source says of an item. */
export interface SourceSay {
  readonly source: SourceName;
  /** On the source's own scale; undefined when it says nothing of the item. */
  readonly score: number | undefined;
  /** Among the items that the source scored, from 1, ties before; undefined when it says nothing. */
  readonly rank: number | undefined;
  /** Items that the source scored. */
  readonly scoredItems: number;
  /** What the item's score loses when this source falls silent and all else stays: exact, not an estimate. */
  readonly contribution: number;
  /** The item of the history that brought most of it; undefined where no single one did. */
  readonly becauseOf: number | undefined;
}

/**
 * How the blend comes to an item's score: score = silence + context + the sum of the sources' contributions + interplay.
 * Each part is what leaving it out alone costs, and the scorer is not linear: `interplay` is what they say only together.
 */
export interface BlendExplanation {
  readonly isCandidate: boolean;
  readonly score: number;
  /** Among the candidates, or where it would stand among them; from 1. */
  readonly rank: number;
  readonly candidates: number;
  /** The score of an item of which nobody knows anything, for this shopper. */
  readonly silence: number;
  /** How the item stands in the history, and how popular it is. */
  readonly context: number;
  readonly interplay: number;
  readonly sources: readonly SourceSay[];
}
