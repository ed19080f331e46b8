import type { Random } from '../random.ts';

/** Windows start at multiples of this many numbers. */
const STRIDE = 64;

/**
 * Dropout masks (0, or 1 / kept share) without drawing millions of numbers a step: each is a window, at a random place, of
 * one bank of twice its length that was drawn once.
 */
export class DropoutMasks {
  private readonly bank: Float32Array;

  constructor(
    private readonly length: number,
    rate: number,
    private readonly random: Random,
  ) {
    this.bank = Float32Array.from({ length: 2 * length + STRIDE }, () =>
      random.next() < rate ? 0 : 1 / (1 - rate),
    );
  }

  /** A view; valid as long as the bank. */
  next(): Float32Array {
    const from = STRIDE * this.random.integer(Math.floor(this.length / STRIDE) + 1);
    return this.bank.subarray(from, from + this.length);
  }
}
