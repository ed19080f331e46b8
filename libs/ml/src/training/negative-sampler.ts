import type { Random } from '../random.ts';

/** Popular items are wrong answers more often, by the root of their count. */
const POWER = 0.5;

/** Draws wrong answers for the sampled softmax, with the log of how often each is expected in a draw. */
export class NegativeSampler {
  private readonly cumulative: Float64Array;
  private readonly total: number;

  constructor(
    private readonly counts: Float64Array,
    private readonly power = POWER,
  ) {
    let sum = 0;
    // One is added so that an item that never occurred can still be a wrong answer.
    this.cumulative = counts.map((count) => (sum += (count + 1) ** power));
    this.total = sum;
  }

  /** `size` items, with repetition, and ln(size x probability) of each: the logQ correction. */
  draw(size: number, random: Random): { readonly items: Int32Array; readonly logExpected: Float32Array } {
    const items = Int32Array.from({ length: size }, () => this.place(random.next() * this.total));
    const logExpected = Float32Array.from(items, (item) =>
      Math.log((size * ((this.counts[item] ?? 0) + 1) ** this.power) / this.total),
    );
    return { items, logExpected };
  }

  private place(value: number): number {
    let [low, high] = [0, this.cumulative.length - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.cumulative[middle] ?? 0) <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
