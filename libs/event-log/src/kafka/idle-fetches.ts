/** Fetches in a row that came back empty after the whole wait; one alone may have been slow and full. */
const IDLE_FETCHES_MIN = 3;

/**
 * Notices that no broker has anything left. Positions alone do not tell: the offsets before the end of a partition
 * may be gone (compaction, retention, transaction markers) and no record ever shows it.
 */
export class IdleFetches {
  readonly #waitMs: number;
  readonly #onIdle: () => void;
  /** Idle fetches in a row, by broker. */
  readonly #idle = new Map<number, number>();

  constructor(waitMs: number, onIdle: () => void) {
    this.#waitMs = waitMs;
    this.#onIdle = onIdle;
  }

  begin(nodeId: number): void {
    if (!this.#idle.has(nodeId)) this.#idle.set(nodeId, 0);
  }

  end(nodeId: number, durationMs: number): void {
    const idle = durationMs >= this.#waitMs - 1 ? (this.#idle.get(nodeId) ?? 0) + 1 : 0;
    this.#idle.set(nodeId, idle);
    if ([...this.#idle.values()].every((count) => count >= IDLE_FETCHES_MIN)) this.#onIdle();
  }

  /** Records came, or the partitions changed. */
  reset(): void {
    for (const nodeId of this.#idle.keys()) this.#idle.set(nodeId, 0);
  }
}
