import { hashId } from '../../features/hash-id.ts';

/** Something of an order that many orders of an attack share. */
export interface WatchedColumn<Source> {
  readonly name: string;
  /** For an analyst: "an age of the account". */
  readonly description: string;
  /**
   * What is usual of a bin. "smooth": what its neighbours have today too; no past is needed. "lumpy": that and what the
   * same bin had in the past, for numbers that gather at some values. "names": the past alone, for texts.
   */
  readonly kind: 'smooth' | 'lumpy' | 'names';
  /** Of numbers. */
  readonly binWidth?: number;
  /** Of `binWidth`, in the words of an alert: "minutes". */
  readonly unit?: string;
  /** What the order's bin holds, where a range of numbers or a name does not say it: "49 to 50 GBP". */
  readonly words?: (source: Source) => string;
  /** None where the order does not say; numbers are 0 or more. */
  readonly values: (source: Source) => readonly (number | string)[];
}

/** Bins of each column. Numbers past the last but one share the last, which is never judged. */
export const BINS = 2_048;
/** What is not told apart any more. */
export const LAST_BIN = BINS - 1;

/** The bins of an order in one column, each once. Names fall into a bin by their hash: no name is kept. */
export function binsOf<Source>(column: WatchedColumn<Source>, source: Source): readonly number[] {
  const bins = column.values(source).map((value) => {
    if (typeof value === 'string') return hashId(value) % LAST_BIN;
    return Math.max(0, Math.min(LAST_BIN, Math.floor(value / (column.binWidth ?? 1))));
  });
  return [...new Set(bins)];
}

/** What a bin holds, in words: "0 to 60 minutes", or the name that the order has. */
export function binWords<Source>(column: WatchedColumn<Source>, bin: number, source: Source): string {
  const { binWidth = 1, unit, words } = column;
  if (words !== undefined) return words(source);
  const name = column
    .values(source)
    .find((value) => typeof value === 'string' && hashId(value) % LAST_BIN === bin);
  if (name !== undefined) return String(name);
  const range = binWidth === 1 ? String(bin) : `${bin * binWidth} to ${(bin + 1) * binWidth}`;
  return unit === undefined ? range : `${range} ${unit}`;
}
