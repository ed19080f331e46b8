import type { Strategy } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import type { SuggestionSource } from '#ml';

/** The part of the model, or of the gateway, that brought an item; empty where none speaks of it. */
export type CandidateSource = SuggestionSource | 'newest' | 'pin';

/** An item that may be shown. A model's suggestion is one. */
export interface Candidate {
  readonly itemId: string;
  /** Comparable within one list only. */
  readonly score: number;
  readonly source: CandidateSource;
  /** The item of the profile or session it follows from. */
  readonly becauseOfItemId?: string;
}

/** One strategy's candidates, best first; asked for only when the better strategies did not fill the reply. */
export interface Tier {
  readonly strategy: Strategy;
  readonly candidates: () => Iterable<Candidate> | Promise<Iterable<Candidate>>;
}
