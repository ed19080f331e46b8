/** What a view, a wish, a cart and a purchase say beside each other. */
export const KIND_WEIGHTS = [0.2, 0.4, 0.5, 1] as const;

/** The weights of the kinds to a power that the data choose: with 0 all say the same, with 2 a view says 1/25 of a purchase. */
export function kindWeights(power: number): Float64Array {
  return Float64Array.from(KIND_WEIGHTS, (weight) => weight ** power);
}
