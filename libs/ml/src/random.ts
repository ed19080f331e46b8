/**
 * A seeded generator (sfc32): the same seed gives the same numbers on every machine. Not for secrets. The only
 * source of chance in this library.
 */
export class Random {
  private readonly state: Int32Array;

  constructor(seed: number) {
    this.state = Int32Array.of(seed, seed ^ 0x9e3779b9, Math.floor(seed / 2 ** 32), 1);
    // Seeds that differ in one bit part ways after about a dozen rounds.
    for (let i = 0; i < 16; i++) this.next();
  }

  /** A copy of the state, for restore. */
  saved(): Int32Array {
    return this.state.slice();
  }

  /** Goes on as the generator did from whose state was saved. */
  restore(saved: Int32Array): void {
    this.state.set(saved);
  }

  /** Uniform in [0, 1), 32 bits. */
  next(): number {
    const state = this.state;
    // By index: an iterator over the array costs as much as all the rest.
    const a = state[0] ?? 0;
    const b = state[1] ?? 0;
    const c = state[2] ?? 0;
    const d = state[3] ?? 0;
    const result = (a + b + d) | 0;
    state[3] = d + 1;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + result;
    return (result >>> 0) / 2 ** 32;
  }

  /** Uniform integer in [0, limit). */
  integer(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** Standard normal (Box-Muller). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return radius * Math.cos(2 * Math.PI * this.next());
  }

  /** Puts the numbers in random order, in place (Fisher-Yates). */
  shuffle<T extends Int32Array>(values: T): T {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const value = values[i] ?? 0;
      values[i] = values[j] ?? 0;
      values[j] = value;
    }
    return values;
  }

  /** `size` different integers out of [0, limit), in random order; all of them when size >= limit. */
  sample(limit: number, size: number): Int32Array {
    return this.shuffle(Int32Array.from({ length: limit }, (_, i) => i)).slice(0, Math.min(size, limit));
  }
}
