import type { ShopId } from '#contracts';
import type { ModelVersionRow } from '#database';
import {
  evaluateServing,
  GATE_METRIC,
  loadRecommender,
  trainRecommender,
  type ModelEvaluation,
  type Progress,
  type RecommenderDataSet,
} from '#ml';
import { chooseHeldOut, type HeldOut } from './choose-held-out.ts';
import { decidePromotion, type Comparison } from './decide-promotion.ts';
import { heldOutFigure } from './held-out-figure.ts';
import { modelVersionId } from './model-version-id.ts';
import { publishVersion } from './publish-version.ts';
import type { ModelOutcome } from './training-outcome.ts';
import type { TrainingTools } from './training-tools.ts';

/** With less there is nothing to learn from and too little to tell models apart by. */
const INTERACTIONS_MIN = 100;
const ITEMS_MIN = 20;

/** Of all the models evaluated: the one that serves, and the one a first champion is held against. */
const SERVED = 'blend';
const BASELINE = 'popularity';

/** Trains a recommender, compares it with the champion on what neither has seen, and publishes it if it wins. */
export async function trainRecommenderVersion(
  tools: TrainingTools,
  shopId: ShopId,
  dataSet: RecommenderDataSet,
  progress: Progress,
): Promise<ModelOutcome> {
  if (dataSet.interactions < INTERACTIONS_MIN || dataSet.itemIds.length < ITEMS_MIN) {
    const have = `${dataSet.interactions} interactions with ${dataSet.itemIds.length} items`;
    const need = `${INTERACTIONS_MIN} with ${ITEMS_MIN}`;
    return { kind: 'skipped', model: 'recommender', reason: `${have}; it takes ${need}` };
  }
  const startedAt = tools.clock();
  const championRow = await tools.models.champion(shopId, 'recommender');
  const heldOut = chooseHeldOut(dataSet, championRow?.dataUntil);
  const trained = await trainRecommender({
    tf: tools.tensorFlow.tf,
    backend: tools.tensorFlow.backend,
    dataSet,
    splitAtMs: heldOut.splitAtMs,
    seed: tools.seed,
    version: modelVersionId('recommender', startedAt),
    trainedAtMs: startedAt,
    progress,
    ...(tools.budgets === undefined ? {} : { budget: tools.budgets.recommender }),
  });
  const champion =
    championRow === undefined ? undefined : await measureChampion(tools, championRow, dataSet, heldOut);
  return publishVersion(tools, shopId, {
    trained,
    evaluations: [...trained.evaluations, ...(champion?.evaluation ? [champion.evaluation] : [])],
    decision: decidePromotion({
      metric: GATE_METRIC,
      challenger: heldOutFigure(trained.evaluations, SERVED, GATE_METRIC) ?? 0,
      baseline: baselineOf(trained.evaluations),
      champion: champion?.figure,
    }),
    trainSeconds: (tools.clock() - startedAt) / 1000,
  });
}

function baselineOf(evaluations: readonly ModelEvaluation[]): Comparison['baseline'] {
  const value = heldOutFigure(evaluations, BASELINE, GATE_METRIC);
  return value === undefined ? undefined : { name: BASELINE, value };
}

interface MeasuredChampion {
  readonly figure: Comparison['champion'];
  /** Absent where the champion has seen what is held out. */
  readonly evaluation?: ModelEvaluation;
}

async function measureChampion(
  { artifacts, seed, budgets }: TrainingTools,
  row: ModelVersionRow,
  dataSet: RecommenderDataSet,
  heldOut: HeldOut,
): Promise<MeasuredChampion> {
  const { version, shopId } = row;
  if (!heldOut.unseenByChampion) {
    const value = heldOutFigure(row.evaluations, SERVED, GATE_METRIC) ?? 0;
    return { figure: { version, value, heldOut: 'own' } };
  }
  const model = loadRecommender(await artifacts.read(shopId, version));
  const queriesMost = budgets?.recommender.heldOutQueriesMost;
  const evaluation = evaluateServing(model, dataSet, {
    splitAtMs: heldOut.splitAtMs,
    seed,
    name: 'champion',
    ...(queriesMost === undefined ? {} : { queriesMost }),
  });
  const value = heldOutFigure([evaluation], 'champion', GATE_METRIC) ?? 0;
  return { figure: { version, value, heldOut: 'same' }, evaluation };
}
