import { describe, expect, it } from '@jest/globals';
import { LazyRows } from './lazy-rows.ts';

const ADAM = { beta1: 0.9, beta2: 0.999 };

describe('LazyRows', () => {
  it('takes each row once, and tells where it is', () => {
    const table = new LazyRows(Float32Array.from([0, 1, 2, 3, 4, 5]), 2, ADAM);
    for (let again = 0; again < 2; again++) {
      const { rows, places } = table.take(Int32Array.of(2, 0, 2, 2));
      expect([...rows]).toEqual([2, 0]);
      expect([...places]).toEqual([0, 1, 0, 0]);
      expect([...table.gather(rows)]).toEqual([4, 5, 0, 1]);
    }
  });

  it('moves a row by the learning rate against its first gradient, and no other row', () => {
    const table = new LazyRows(new Float32Array(6), 2, ADAM);
    table.step(Int32Array.of(1), Float32Array.of(3, -0.001), 0.1);
    expect([...table.values]).toEqual([0, 0, expect.closeTo(-0.1, 4), expect.closeTo(0.1, 4), 0, 0]);
  });

  it('finds the bottom of a bowl', () => {
    const table = new LazyRows(Float32Array.of(5, -3), 1, ADAM);
    for (let step = 0; step < 400; step++) {
      const rows = Int32Array.of(step % 2);
      table.step(
        rows,
        table.gather(rows).map((x) => 2 * (x - 1)),
        0.1,
      );
    }
    expect([...table.values]).toEqual([expect.closeTo(1, 1), expect.closeTo(1, 1)]);
  });
});
