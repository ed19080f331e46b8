import type { LogRecord } from '../event-log.ts';

/** What is kept of a partition: more than the groups of one process are apart while they keep up. */
const KEPT_RECORDS_MAX = 4_000;
const KEPT_BYTES_MAX = 2_000_000;

/** Reads the records at `fromOffset` and beyond that are still there, at most `recordsMax`. */
export type ReadPage = (fromOffset: number, recordsMax: number) => Promise<readonly LogRecord[]>;

/**
 * Reads one partition for all groups of a process. They read the same records a moment apart: the first asks the
 * database, the others get the very same records from memory, so that what is computed of a record can be kept by it.
 * A group that is further behind reads for itself.
 */
export class SharedReader {
  readonly #readPage: ReadPage;
  readonly #head: () => number;
  /** All records of the offsets from #from to before #next, oldest first. */
  #kept: readonly LogRecord[] = [];
  #from = 0;
  #next = 0;
  #reading: Promise<unknown> = Promise.resolve();

  /** `head`: the next free offset as last heard of. */
  constructor(readPage: ReadPage, head: () => number) {
    this.#readPage = readPage;
    this.#head = head;
  }

  /** Rejects with what the database fails with. */
  read(fromOffset: number, recordsMax: number): Promise<readonly LogRecord[]> {
    if (fromOffset < this.#from) return this.#readPage(fromOffset, recordsMax);
    // One after the other: whoever comes second finds what the first has read.
    const page = this.#reading.then(() => this.#readShared(fromOffset, recordsMax));
    this.#reading = page.catch(() => undefined);
    return page;
  }

  async #readShared(fromOffset: number, recordsMax: number): Promise<readonly LogRecord[]> {
    if (fromOffset < this.#from) return this.#readPage(fromOffset, recordsMax);
    if (fromOffset > this.#next) this.#startAt(fromOffset);
    const known = this.#kept.slice(this.#indexOf(fromOffset)).slice(0, recordsMax);
    if (known.length === recordsMax || this.#head() <= this.#next) return known;
    const more = await this.#readPage(this.#next, recordsMax - known.length);
    this.#keep(more);
    return [...known, ...more];
  }

  #startAt(offset: number): void {
    this.#kept = [];
    this.#from = offset;
    this.#next = offset;
  }

  /** Offsets may have gaps. */
  #indexOf(offset: number): number {
    let [low, high] = [0, this.#kept.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#kept[middle]?.offset ?? Infinity) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #keep(more: readonly LogRecord[]): void {
    const last = more.at(-1);
    if (last === undefined) return;
    this.#next = last.offset + 1;
    const all = [...this.#kept, ...more];
    let bytes = 0;
    let first = all.length;
    while (first > 0 && all.length - first < KEPT_RECORDS_MAX && bytes < KEPT_BYTES_MAX) {
      first--;
      bytes += all[first]?.value?.length ?? 0;
    }
    this.#kept = all.slice(first);
    if (first > 0) this.#from = this.#kept[0]?.offset ?? this.#next;
  }
}
