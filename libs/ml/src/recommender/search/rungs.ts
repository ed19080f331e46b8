import type { Query } from '../../sequences/queries.ts';

/** Shares of the questions that are asked at each rung of successive halving. */
export const RUNG_SHARES = [0.25, 0.5, 1] as const;
const EVERY = 4;

/** Questions put so that the first quarter and the first half are every fourth and every second of them. */
export function inRungOrder(questions: readonly Query[]): readonly Query[] {
  const every = (remainder: number) => questions.filter((_, i) => i % EVERY === remainder);
  return [...every(0), ...every(2), ...every(1), ...every(3)];
}
