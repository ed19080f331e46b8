/** What columns of a table of payments mean, by their names. */
export interface PaymentRoles {
  /** What is paid. */
  readonly amount: string;
  /** What the same customer paid on average before, over one or more windows. */
  readonly usualAmounts: readonly string[];
  /** Share of fraud among earlier payments of an entity, as far as it was known, and how many payments that were. */
  readonly risks: readonly { readonly rate: string; readonly count: string }[];
}
