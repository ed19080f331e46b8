/**
 * Keeps retries from adding to an overload: gRPC's retry throttling (proposal A6, "gRPC Retry Design"). Each failure
 * that could be retried takes a token, each success gives back a part of one; with half of them gone nothing is
 * retried, so that in the long run there are at most `tokenRatio` retries for each success.
 */
export class RetryBudget {
  private tokens: number;

  constructor(
    private readonly tokensMax: number,
    private readonly tokenRatio: number,
  ) {
    this.tokens = tokensMax;
  }

  succeeded(): void {
    this.tokens = Math.min(this.tokensMax, this.tokens + this.tokenRatio);
  }

  /** Whether the failure may be retried. */
  failed(): boolean {
    this.tokens = Math.max(0, this.tokens - 1);
    return this.tokens > this.tokensMax / 2;
  }
}
