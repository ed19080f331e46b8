import { decodeVector, ORDER_FEATURE_NAMES } from '#ml';

/** The first feature in which a kept vector and a replayed one differ; undefined where none does. */
export function vectorDifference(logged: Uint8Array, replayed: Float64Array): string | undefined {
  let kept: Float64Array;
  try {
    kept = decodeVector(logged);
  } catch (error) {
    // Stored bytes may be damaged: that is what verification looks for.
    if (error instanceof RangeError) return error.message;
    throw error;
  }
  const column = replayed.findIndex((value, i) => value !== kept[i]);
  if (column === -1) return undefined;
  return `${ORDER_FEATURE_NAMES[column] ?? ''} was ${kept[column]}, and is ${replayed[column]} when replayed`;
}
