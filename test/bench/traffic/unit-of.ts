/**
 * A number in [0, 1) that depends on nothing but the two integers, spread evenly: traffic is the same in every run.
 * Mixing as in murmur3's finaliser.
 */
export function unitOf(sequence: number, salt: number): number {
  let hash = (Math.imul(sequence, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b)) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
