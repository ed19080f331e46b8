/** Uniform numbers in [0, 1), the same for the same seed. */
export type Random = () => number;

/** Mulberry32 (Tommy Ettinger): small, fast, and good enough for traffic. */
export function randomOf(...seeds: readonly (number | string)[]): Random {
  let state = hashOf(seeds.join(':'));
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const chance = (random: Random, share: number): boolean => random() < share;

/** A whole number from 0 to below `count`. */
export const below = (random: Random, count: number): number => Math.floor(random() * count);

export function pick<T>(random: Random, list: readonly T[]): T {
  const one = list[below(random, list.length)];
  if (one === undefined) throw new Error('there is nothing to pick from');
  return one;
}

/** Waiting times of independent arrivals: exponential with this mean, at most five times as long. */
export const pauseMs = (random: Random, meanMs: number): number =>
  Math.min(-Math.log(1 - random()), 5) * meanMs;

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash | 0;
}
