import { shopperEvent } from './traffic/shopper-event.ts';

const EVENTS = 2_000;
const ROUNDS = 10;

/**
 * How many events a second one core parses just now, the best of a few rounds. Shared machines have good hours and bad
 * ones, several times apart: figures of two runs compare only as far as this one is the same.
 */
export function jsonParsesPerSecond(): number {
  const texts = Array.from({ length: EVENTS }, (_, n) => JSON.stringify(shopperEvent(n, 'speed', n)));
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const startMs = performance.now();
    for (const text of texts) JSON.parse(text);
    best = Math.max(best, (EVENTS * 1_000) / (performance.now() - startMs));
  }
  return Math.round(best);
}
