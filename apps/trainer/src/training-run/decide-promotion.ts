import type { Difference } from '#ml';

/** What the challenger is measured against, all by the same metric. */
export interface Comparison {
  readonly metric: string;
  readonly challenger: number;
  /** The simple model that a first champion may not be worse than: without a champion there is no list at all. */
  readonly baseline: { readonly name: string; readonly value: number } | undefined;
  readonly champion:
    | {
        readonly version: string;
        readonly value: number;
        /**
         * Of the challenger to the champion on the same held-out queries; undefined where there are too few that the
         * champion has not seen.
         */
        readonly difference: Difference | undefined;
      }
    | undefined;
}

/** Whether to publish, and why, with the numbers. */
export interface PromotionDecision {
  readonly promote: boolean;
  readonly note: string;
}

/**
 * A challenger must beat the champion on the same queries by more than noise: the 95 % interval of the difference, by
 * paired bootstrap, lies above nought. Each swap costs warm caches and a model that people had come to know.
 */
export function decidePromotion({ metric, challenger, baseline, champion }: Comparison): PromotionDecision {
  const figure = `${metric} ${format(challenger)}`;
  if (champion === undefined) {
    if (baseline === undefined) return { promote: true, note: `first champion: ${figure}` };
    const against = `${format(baseline.value)} of ${baseline.name}`;
    return challenger >= baseline.value
      ? { promote: true, note: `first champion: ${figure}, no worse than ${against}` }
      : { promote: false, note: `${figure} is worse than ${against}` };
  }
  const against = `${format(champion.value)} of champion ${champion.version}`;
  const { difference } = champion;
  if (difference === undefined) {
    const why = 'too little has happened since it was trained to compare them on the same held-out time';
    return { promote: false, note: `${figure}, beside ${against} at its own training: ${why}` };
  }
  const interval = `difference ${signed(difference.mean)}, 95 % ${signed(difference.low)} to ${signed(difference.high)}, same held-out time`;
  return difference.low > 0
    ? { promote: true, note: `${figure} beats ${against} (${interval})` }
    : { promote: false, note: `${figure} does not beat ${against} by more than noise (${interval})` };
}

const format = (value: number): string => value.toFixed(4);
const signed = (value: number): string => `${value < 0 ? '' : '+'}${format(value)}`;
