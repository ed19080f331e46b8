import type { Random } from '../../random.ts';

export interface HeldOut {
  readonly train: Int32Array;
  readonly validation: Int32Array;
}

/** Holds a share of the rows of each class back, at random; a class of one row stays in training. */
export function holdOut(labels: Int32Array, share: number, random: Random): HeldOut {
  const shuffled = random.sample(labels.length, labels.length);
  const seen = new Map<number, number>();
  const train: number[] = [];
  const validation: number[] = [];
  for (const row of shuffled) {
    const label = labels[row] ?? 0;
    const count = (seen.get(label) ?? 0) + 1;
    seen.set(label, count);
    // The first stays, then one goes each time the share is due.
    const isHeldOut = Math.floor(count * share) > Math.floor((count - 1) * share) && count > 1;
    (isHeldOut ? validation : train).push(row);
  }
  return { train: Int32Array.from(train), validation: Int32Array.from(validation) };
}
