/**
 * A challenger must beat the champion by this much of the champion's figure. Another seed on the same data moves
 * NDCG by about as much, and each swap costs warm caches and a model that people had come to know.
 */
const IMPROVEMENT_MIN = 0.005;

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
        /** 'same': on the challenger's held-out interactions; 'own': on those held out when it was trained. */
        readonly heldOut: 'same' | 'own';
      }
    | undefined;
}

/** Whether to publish, and why, with the numbers. */
export interface PromotionDecision {
  readonly promote: boolean;
  readonly note: string;
}

export function decidePromotion({ metric, challenger, baseline, champion }: Comparison): PromotionDecision {
  const figure = `${metric} ${format(challenger)}`;
  if (champion === undefined) {
    if (baseline === undefined) return { promote: true, note: `first champion: ${figure}` };
    const against = `${format(baseline.value)} of ${baseline.name}`;
    return challenger >= baseline.value
      ? { promote: true, note: `first champion: ${figure}, no worse than ${against}` }
      : { promote: false, note: `${figure} is worse than ${against}` };
  }
  const interval = champion.heldOut === 'same' ? 'same held-out time' : 'figure of its own training';
  const against = `${format(champion.value)} of champion ${champion.version} (${interval})`;
  return challenger > champion.value * (1 + IMPROVEMENT_MIN)
    ? { promote: true, note: `${figure} beats ${against}` }
    : {
        promote: false,
        note: `${figure} does not beat ${against} by the ${100 * IMPROVEMENT_MIN} % it takes`,
      };
}

const format = (value: number): string => value.toFixed(4);
