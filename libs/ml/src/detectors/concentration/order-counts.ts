import {
  countAt,
  dayOf,
  HOUR_MS,
  newBinCounts,
  PAST_DAYS,
  windowCount,
  type BinCounts,
} from './bin-counts.ts';

/** One watched column. */
export interface ColumnCounts {
  /** Orders that say something of the column. */
  readonly all: BinCounts;
  readonly bins: Map<number, BinCounts>;
}

/** What a bin's orders in the window are compared with. */
export interface UsualShare {
  /** Middle of the shares of the past days; days without orders count as none. */
  readonly share: number;
  /** Past days that had orders. */
  readonly days: number;
}

/**
 * How many orders fall into each bin of each watched column. A sum: it does not matter in which order the orders come.
 * Memory is bounded by the bins, a day's hours and four weeks' days.
 */
export class OrderCounts {
  constructor(
    readonly columns: readonly ColumnCounts[],
    /** The newest hour seen, since 1970. */
    public latestHour: number,
  ) {}

  static empty(columns: number): OrderCounts {
    return new OrderCounts(
      Array.from({ length: columns }, () => ({ all: newBinCounts(), bins: new Map() })),
      0,
    );
  }

  /** `bins` [columns]: of the order, in each column. */
  add(timeMs: number, bins: readonly (readonly number[])[]): void {
    const hour = Math.floor(timeMs / HOUR_MS);
    this.latestHour = Math.max(this.latestHour, hour);
    for (const [i, ofColumn] of bins.entries()) {
      const column = this.columns[i];
      if (column === undefined || ofColumn.length === 0) continue;
      countAt(column.all, hour, this.latestHour);
      for (const bin of ofColumn) {
        const counts = column.bins.get(bin) ?? newBinCounts();
        column.bins.set(bin, counts);
        countAt(counts, hour, this.latestHour);
      }
    }
  }

  /** Orders of the bin in the window that ends with the hour; of all bins where none is given. */
  inWindow(column: number, hour: number, bin?: number): number {
    const of = this.columns[column];
    const counts = bin === undefined ? of?.all : of?.bins.get(bin);
    return counts === undefined ? 0 : windowCount(counts, hour);
  }

  /** What the bin's share was on the days before that of the hour. */
  usual(column: number, hour: number, bin: number): UsualShare {
    const of = this.columns[column];
    const today = dayOf(hour);
    const shares: number[] = [];
    let days = 0;
    for (let day = today - PAST_DAYS; day < today; day++) {
      const all = of?.all.days.get(day) ?? 0;
      if (all > 0) days += 1;
      shares.push(all === 0 ? 0 : (of?.bins.get(bin)?.days.get(day) ?? 0) / all);
    }
    shares.sort((a, b) => a - b);
    return { share: shares[PAST_DAYS / 2] ?? 0, days };
  }
}
