import type { ModelVersionRow } from '#database';
import type { ModelEvaluation } from '#ml';
import type { PromotionDecision } from './decide-promotion.ts';
import { heldOutFigure } from './held-out-figure.ts';

/** By the first that both have: what decides most of an order's score. */
const MODELS = ['classifier', 'detectors'];
/** Does not move with the share of fraud, which differs between the times that two models held out. */
const METRIC = 'roc auc';
const FRAUDS = 'fraud rows';
/** With fewer known frauds among the held-out orders, chance decides which model looks better. */
export const FRAUDS_MIN = 20;

/** Another seed on the same orders moves the figure by about as much. */
const IMPROVEMENT_MIN = 0.005;

/**
 * Each model by the newest orders it had not seen when it was trained: a served model is refitted on all orders, with
 * known fraud left out, so it cannot be asked again. Without enough known fraud the newer one serves: it knows the
 * newer orders, and a score is the share of orders that are more ordinary, so that a new version does not change how
 * many orders are held up.
 */
export function decideFraudPromotion(
  challenger: readonly ModelEvaluation[],
  champion: Pick<ModelVersionRow, 'version' | 'evaluations'> | undefined,
): PromotionDecision {
  const model =
    MODELS.find((each) =>
      [challenger, champion?.evaluations ?? challenger].every((all) => heldOutFigure(all, each, METRIC)),
    ) ?? 'detectors';
  const frauds = heldOutFigure(challenger, model, FRAUDS) ?? 0;
  if (champion === undefined)
    return { promote: true, note: `first champion; ${frauds} known frauds among the held-out orders` };
  const own = heldOutFigure(challenger, model, METRIC);
  const theirs = heldOutFigure(champion.evaluations, model, METRIC);
  const theirFrauds = heldOutFigure(champion.evaluations, model, FRAUDS) ?? 0;
  if (own === undefined || theirs === undefined || Math.min(frauds, theirFrauds) < FRAUDS_MIN) {
    const few = `${frauds} and ${theirFrauds} known frauds among the orders held out of each are too few to compare them`;
    const note = `knows newer orders than champion ${champion.version}; ${few}`;
    return { promote: true, note };
  }
  const figures = `${METRIC} of the ${model} ${own.toFixed(4)} against ${theirs.toFixed(4)} of champion ${champion.version}`;
  const promote = own > theirs * (1 + IMPROVEMENT_MIN);
  const verdict = promote ? 'better' : `not better by the ${100 * IMPROVEMENT_MIN} % it takes`;
  return { promote, note: `${figures}, each at its own training: ${verdict}` };
}
