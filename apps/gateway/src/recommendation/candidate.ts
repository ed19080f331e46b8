import type { Strategy } from '#contracts/generated/cartwise/recommendation/v1/recommendation';

/** An item that may be shown. A model's suggestion is one. */
export interface Candidate {
  readonly itemId: string;
  /** Comparable within one list only. */
  readonly score: number;
  /** The part of the model, or of the gateway, that brought it. */
  readonly source: string;
  /** The item of the profile or session it follows from. */
  readonly becauseOfItemId?: string;
}

/** One strategy's candidates, best first; asked for only when the better strategies did not fill the reply. */
export interface Tier {
  readonly strategy: Strategy;
  readonly candidates: () => Iterable<Candidate> | Promise<Iterable<Candidate>>;
}
