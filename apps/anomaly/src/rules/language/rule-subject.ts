import type { Facts } from '#ml';

/** What the condition of a rule looks at. */
export interface RuleSubject {
  readonly facts: Facts;
  /** The ids of who is involved, by kind; personal ones are keyed hashes. */
  readonly entities: Readonly<Record<string, string | undefined>>;
  /** ISO 4217, of the amounts; undefined where there is none. */
  readonly currency: string | undefined;
  /** Whether the list of this name holds the value of this kind now. */
  readonly isListed: (list: string, kind: string, value: string) => boolean;
}
