import type { ModelKind, ModelVersionId, ShopId } from '#contracts';
import type { EventArchive, ModelStore, ModelVersionRow } from '#database';
import {
  evaluateServing,
  loadRecommender,
  readTrainingReport,
  type HeldOutEvaluation,
  type ItemMap,
  type ModelEvaluation,
  type TrainingReport,
} from '#ml';
import type { Infrastructure } from '#service';
import { chooseHeldOut, NEW_INTERACTIONS_MIN } from './choose-held-out.ts';
import { readPublished } from './read-published.ts';
import { readHistory, type TrainingHistory } from './read-history.ts';

/** Challengers that are younger than the champion, the newest first. */
const CHALLENGERS_MOST = 3;

export interface EvaluationTools extends Pick<Infrastructure, 'artifacts' | 'clock' | 'logger'> {
  readonly archive: EventArchive;
  readonly models: ModelStore;
}

export interface EvaluatedVersion {
  readonly shopId: ShopId;
  readonly kind: ModelKind;
  readonly version: ModelVersionId;
  /** What it was measured on, in words. */
  readonly heldOut: string;
  /** The blend and each of its sources, or the models that training compared. */
  readonly evaluations: readonly ModelEvaluation[];
  /** For plots; absent where the version has none. */
  readonly details?: RecommenderDetails;
}

export interface RecommenderDetails extends TrainingReport {
  readonly itemMap: ItemMap | undefined;
}

/**
 * Measures a version, or the champions and the recommenders that challenge, on the newest data. Empty when the shop does
 * not have it.
 */
export async function evaluateVersions(
  tools: EvaluationTools,
  shopId: ShopId,
  version: ModelVersionId | undefined,
  seed: number,
): Promise<readonly EvaluatedVersion[]> {
  const rows = await wanted(tools.models, shopId, version);
  if (rows.length === 0) return [];
  const history = await readHistory(tools.archive, shopId, tools.clock(), () => undefined);
  const evaluated: EvaluatedVersion[] = [];
  for (const row of rows) {
    const measured =
      row.kind === 'recommender'
        ? await evaluateRecommender(tools, row, history, seed)
        : asTrained(row, 'it is compared only on orders it held out then');
    evaluated.push({ shopId, kind: row.kind, version: row.version, ...measured });
  }
  return evaluated;
}

async function wanted(
  models: ModelStore,
  shopId: ShopId,
  version: ModelVersionId | undefined,
): Promise<readonly ModelVersionRow[]> {
  if (version !== undefined) {
    const row = await models.find(shopId, version);
    return row === undefined ? [] : [row];
  }
  const champion = await models.champion(shopId, 'recommender');
  const newest = champion === undefined ? [] : await models.list(shopId, 'recommender', CHALLENGERS_MOST);
  const challengers = newest.filter(
    ({ status, trainedAt }) => status === 'challenger' && trainedAt > (champion?.trainedAt ?? Infinity),
  );
  const fraud = await models.champion(shopId, 'fraud');
  return [champion, ...challengers, fraud].filter((row) => row !== undefined);
}

type Measured = Pick<EvaluatedVersion, 'heldOut' | 'evaluations' | 'details'>;

async function evaluateRecommender(
  tools: EvaluationTools,
  row: ModelVersionRow,
  { dataSet }: TrainingHistory,
  seed: number,
): Promise<Measured> {
  const published = await readPublished(tools, row, (files) => ({
    model: loadRecommender(files),
    report: readTrainingReport(files),
  }));
  if (published.kind === 'unreadable') return asTrained(row, published.reason);
  const { model, report } = published.model;
  const details = (heldOut: TrainingReport['heldOut']): RecommenderDetails => ({
    losses: report?.losses ?? [],
    heldOut,
    itemMap: model.itemMap(),
  });
  const { splitAtMs, unseenByChampion } = chooseHeldOut(dataSet, row.dataUntil);
  if (!unseenByChampion) {
    const why = `there are fewer than ${NEW_INTERACTIONS_MIN} interactions since`;
    return { ...asTrained(row, why), ...(report === undefined ? {} : { details: details(report.heldOut) }) };
  }
  const measured: HeldOutEvaluation = evaluateServing(model, dataSet, { splitAtMs, seed, models: 'all' });
  return {
    heldOut: `on interactions since ${new Date(splitAtMs).toISOString()}`,
    evaluations: measured.evaluations,
    details: details(measured),
  };
}

/** The figures of the held-out time of its training: a served model is refitted on that time too. */
function asTrained({ evaluations }: ModelVersionRow, why: string): Measured {
  return { heldOut: `as measured when it was trained: ${why}`, evaluations };
}
