import { isMissing } from '../cells/is-missing.ts';
import { parseBoolean } from '../cells/parse-boolean.ts';
import { DATE_FORMATS, parseDate, type DateFormat } from '../cells/parse-date.ts';
import { parseNumber } from '../cells/parse-number.ts';
import { categoryKey } from './category-key.ts';

/** Of a value that is quoted to whoever gave the file. */
const QUOTED_LENGTH_MAX = 40;
/** A format that none of so many values had is no longer tried. */
const DATE_TRIES = 1_000;

/** What a column holds, from all of its cells in order. Bounded: only so many different values are remembered. */
export class ColumnProfile {
  rows = 0;
  missing = 0;
  numbers = 0;
  wholeNumbers = 0;
  booleans = 0;
  words = 0;
  least = Infinity;
  most = -Infinity;
  /** Each number one more than the one before. */
  isCounting = true;
  readonly dates: Record<DateFormat, number> = {
    iso: 0,
    'month-first': 0,
    'day-first': 0,
    'epoch-seconds': 0,
    'epoch-ms': 0,
  };
  /** How often each value occurs, in the order they came. */
  readonly counts = new Map<string, number>();
  /** There are more different values than are remembered. */
  isOverflowing = false;
  /** The first value that is no number; the row is that of the file. */
  firstText: { readonly row: number; readonly text: string } | undefined;
  private previous: number | undefined;

  constructor(
    readonly name: string,
    private readonly distinctMost: number,
    /** Of the file, where a header is row 1. */
    private readonly firstRow = 2,
  ) {}

  /** Of rows that hold something. */
  get values(): number {
    return this.rows - this.missing;
  }

  /** A cell without spaces around it. */
  add(text: string): void {
    this.rows++;
    if (isMissing(text)) {
      this.missing++;
      return;
    }
    this.count(categoryKey(text));
    this.words += text.split(/\s+/).length;
    if (parseBoolean(text) !== undefined) this.booleans++;
    this.addDate(text);
    const value = parseNumber(text);
    if (value !== undefined) this.addNumber(value);
    else this.firstText ??= { row: this.firstRow + this.rows - 1, text: text.slice(0, QUOTED_LENGTH_MAX) };
  }

  private addNumber(value: number): void {
    this.numbers++;
    if (Number.isInteger(value)) this.wholeNumbers++;
    this.least = Math.min(this.least, value);
    this.most = Math.max(this.most, value);
    if (this.previous !== undefined && value !== this.previous + 1) this.isCounting = false;
    this.previous = value;
  }

  private addDate(text: string): void {
    for (const format of DATE_FORMATS) {
      if (this.dates[format] === 0 && this.values > DATE_TRIES) continue;
      if (parseDate(text, format) !== undefined) this.dates[format]++;
    }
  }

  private count(key: string): void {
    const count = this.counts.get(key);
    if (count !== undefined || this.counts.size < this.distinctMost) this.counts.set(key, (count ?? 0) + 1);
    else this.isOverflowing = true;
  }
}
