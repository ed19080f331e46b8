/** A scored transaction of a test period. */
export interface ScoredTransactions {
  /** Higher is more suspect; [rows]. */
  readonly scores: ArrayLike<number>;
  readonly labels: readonly boolean[];
  /** Number of the day of each row. */
  readonly days: ArrayLike<number>;
  /** Whose card each row was paid with. */
  readonly customers: ArrayLike<number>;
}

interface Card {
  readonly customer: number;
  score: number;
  isFraud: boolean;
}

/**
 * Card precision of each day, in the order of the days (Fraud Detection Handbook, chapter 4): the customers of a day are
 * ranked by their highest score, and the share of the first `top` with at least one fraud that day counts. Those found are
 * out of the days that follow. Its mean over the days is CP@top.
 */
export function cardPrecisions(
  { scores, labels, days, customers }: ScoredTransactions,
  top: number,
): number[] {
  const found = new Set<number>();
  const rowsOfDay = new Map<number, number[]>();
  for (let row = 0; row < labels.length; row++) {
    const day = days[row] ?? 0;
    const rows = rowsOfDay.get(day) ?? [];
    rows.push(row);
    rowsOfDay.set(day, rows);
  }
  return [...rowsOfDay.entries()]
    .sort(([a], [b]) => a - b)
    .map(([, rows]) => {
      const cards = new Map<number, Card>();
      for (const row of rows) {
        const customer = customers[row] ?? -1;
        if (found.has(customer)) continue;
        const card = cards.get(customer) ?? { customer, score: -Infinity, isFraud: false };
        card.score = Math.max(card.score, scores[row] ?? -Infinity);
        card.isFraud ||= labels[row] === true;
        cards.set(customer, card);
      }
      const ranked = [...cards.values()].sort((a, b) => b.score - a.score || a.customer - b.customer);
      const caught = ranked.slice(0, top).filter(({ isFraud }) => isFraud);
      for (const { customer } of caught) found.add(customer);
      return caught.length / top;
    });
}
