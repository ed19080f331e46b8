/** A second's worth of what came in one go is no attack: browsers and senders of batches come in bursts. */
const BURST_SECONDS = 2;

/**
 * A token bucket: `ratePerSecond` tokens flow in, at most two seconds' worth are kept. What asks for more than a full
 * bucket is taken when the bucket is full and leaves a debt, so that no batch is refused for ever and the rate holds.
 */
export class TokenBucket {
  private readonly capacity: number;
  private tokens: number;
  private filledAtMs: number;

  /** @param nowMs a clock that never goes back, in milliseconds */
  constructor(
    private readonly ratePerSecond: number,
    private readonly nowMs: () => number,
  ) {
    this.capacity = ratePerSecond * BURST_SECONDS;
    this.tokens = this.capacity;
    this.filledAtMs = nowMs();
  }

  /** Takes `count` tokens and answers 0, or takes none and answers the milliseconds until it could. */
  take(count: number): number {
    this.fill();
    const needed = Math.min(count, this.capacity);
    if (this.tokens >= needed) {
      this.tokens -= count;
      return 0;
    }
    return ((needed - this.tokens) / this.ratePerSecond) * 1_000;
  }

  private fill(): void {
    const nowMs = this.nowMs();
    const flowed = ((nowMs - this.filledAtMs) / 1_000) * this.ratePerSecond;
    this.tokens = Math.min(this.capacity, this.tokens + flowed);
    this.filledAtMs = nowMs;
  }
}
