/** While one statement is on its way the next is being answered. */
const UNDER_WAY_MAX = 2;

interface Waiting<Item, Result> {
  readonly items: readonly Item[];
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Does without delay what is asked for when there is little to do, and together what is asked for while the database is busy:
 * a statement for many costs little more than a statement for one. Whoever shares a statement shares its failure.
 */
export class Coalescer<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private underWay = 0;

  /**
   * `work` is given everything that waits, a whole number of callers' items. `underWayMax` statements may be under way at
   * once; what is asked for meanwhile shares the next one.
   */
  constructor(
    private readonly work: (items: readonly Item[]) => Promise<Result>,
    private readonly underWayMax = UNDER_WAY_MAX,
  ) {}

  /** Resolves to the result of the statement that these items were part of. */
  run(items: readonly Item[]): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ items, resolve, reject });
      // What the same turn of the event loop brings goes together.
      if (this.waiting.length === 1) setImmediate(() => this.next());
    });
  }

  private next(): void {
    if (this.underWay >= this.underWayMax || this.waiting.length === 0) return;
    const callers = this.waiting;
    this.waiting = [];
    this.underWay++;
    void this.workFor(callers).finally(() => {
      this.underWay--;
      this.next();
    });
  }

  private async workFor(callers: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const result = await this.work(callers.flatMap(({ items }) => items));
      for (const { resolve } of callers) resolve(result);
    } catch (error) {
      for (const { reject } of callers) reject(error);
    }
  }
}
