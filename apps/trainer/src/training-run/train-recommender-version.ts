import type { ShopId } from '#contracts';
import {
  GATE_METRIC,
  loadRecommender,
  evaluateServing,
  pairedBootstrap,
  Random,
  trainRecommender,
  type CheckpointStore,
  type QueryGains,
  type ModelEvaluation,
  type Progress,
  type RecommenderDataSet,
  type ServingRecommender,
} from '#ml';
import { chooseHeldOut, type HeldOut } from './choose-held-out.ts';
import { compressionEvaluations } from './compression-evaluations.ts';
import { decidePromotion, type Comparison } from './decide-promotion.ts';
import { heldOutFigure } from './held-out-figure.ts';
import { modelVersionId } from './model-version-id.ts';
import { publishVersion } from './publish-version.ts';
import { mentionUnreadable, readChampion, type Champion } from './read-champion.ts';
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
  tools: TrainingTools & { readonly checkpoints: CheckpointStore },
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
  const champion = await readChampion(tools, shopId, 'recommender', loadRecommender);
  const heldOut = chooseHeldOut(dataSet, champion.kind === 'readable' ? champion.row.dataUntil : undefined);
  const trained = await trainRecommender({
    tf: tools.tensorFlow.tf,
    backend: tools.tensorFlow.backend,
    dataSet,
    splitAtMs: heldOut.splitAtMs,
    seed: tools.seed,
    version: modelVersionId('recommender', startedAt),
    trainedAtMs: startedAt,
    progress,
    search: tools.search?.(shopId),
    champion: champion.kind === 'readable' ? champion.model : undefined,
    nowMs: () => performance.now(),
    checkpoints: {
      store: tools.checkpoints,
      onResume: (stage) =>
        tools.logger.info({ shopId, stage }, `training goes on from the checkpoint of "${stage}"`),
    },
    budget: { challengers: tools.challengers, ...tools.budgets?.recommender },
  });
  const measured =
    champion.kind === 'readable'
      ? measureChampion(tools, champion, dataSet, heldOut, trained.gains)
      : undefined;
  const decision = decidePromotion({
    metric: GATE_METRIC,
    challenger: heldOutFigure(trained.evaluations, SERVED, GATE_METRIC) ?? 0,
    baseline: baselineOf(trained.evaluations),
    champion: measured?.figure,
  });
  return publishVersion(tools, shopId, {
    trained,
    evaluations: [
      ...trained.evaluations,
      ...(measured?.evaluation ? [measured.evaluation] : []),
      ...compressionEvaluations(trained.manifest),
    ],
    decision: mentionUnreadable(decision, champion),
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

function measureChampion(
  { seed, budgets }: TrainingTools,
  { row, model }: Extract<Champion<ServingRecommender>, { kind: 'readable' }>,
  dataSet: RecommenderDataSet,
  heldOut: HeldOut,
  gains: QueryGains,
): MeasuredChampion {
  const { version } = row;
  if (!heldOut.unseenByChampion) {
    const value = heldOutFigure(row.evaluations, SERVED, GATE_METRIC) ?? 0;
    return { figure: { version, value, difference: undefined } };
  }
  const queriesMost = budgets?.recommender.heldOutQueriesMost;
  const { evaluations, gains: theirs } = evaluateServing(model, dataSet, {
    splitAtMs: heldOut.splitAtMs,
    seed,
    models: 'blend',
    ...(queriesMost === undefined ? {} : { queriesMost }),
  });
  const evaluation = { model: 'champion', metrics: evaluations[0]?.metrics ?? [] };
  const value = heldOutFigure([evaluation], 'champion', GATE_METRIC) ?? 0;
  const difference = pairedBootstrap(gains, theirs[0] ?? new Map(), new Random(seed));
  return { figure: { version, value, difference }, evaluation };
}
