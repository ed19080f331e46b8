/** Says once when every partition has reached the offset it had to reach. */
export class CatchUp {
  readonly reached: Promise<void>;
  #resolve: () => void = () => undefined;
  readonly #goals: ReadonlyMap<number, number>;
  readonly #positions = new Map<number, number>();

  /** `goals`: by partition, the offset after the last record that counts. */
  constructor(goals: ReadonlyMap<number, number>) {
    this.#goals = goals;
    this.reached = new Promise((resolve) => (this.#resolve = resolve));
  }

  /** The next offset a partition will handle. */
  moveTo(partition: number, nextOffset: number): void {
    this.#positions.set(partition, Math.max(nextOffset, this.#positions.get(partition) ?? 0));
  }

  /** Resolves `reached` when all of `partitions` are where they had to be. */
  check(partitions: Iterable<number>): void {
    for (const partition of partitions) {
      if ((this.#positions.get(partition) ?? 0) < (this.#goals.get(partition) ?? 0)) return;
    }
    this.#resolve();
  }

  /** Resolves `reached` whatever the positions are: nothing is left to read, or the consumer stops. */
  finish(): void {
    this.#resolve();
  }
}
