import type { Recommender } from '../models/recommender.ts';
import type { Scored } from '../models/scored.ts';
import type { History } from '../sequences/history.ts';

/**
 * The `length` best of a model for a history, best first. `repeats` false: items of the history cannot be answers, and
 * are taken out before the places are counted, as the protocols of such data sets say.
 */
export function rankedAnswers(
  model: Pick<Recommender, 'candidates'>,
  history: History,
  length: number,
  repeats: boolean,
): Scored {
  if (repeats) return model.candidates(history, length);
  const own = new Set(history.items);
  const { items, scores } = model.candidates(history, length + own.size);
  const kept = Int32Array.from(items.keys())
    .filter((place) => !own.has(items[place] ?? -1))
    .subarray(0, length);
  return {
    items: kept.map((place) => items[place] ?? -1),
    scores: Float32Array.from(kept, (place) => scores[place] ?? 0),
  };
}
