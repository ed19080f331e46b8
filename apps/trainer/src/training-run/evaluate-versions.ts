import type { ModelKind, ModelVersionId, ShopId } from '#contracts';
import type { EventArchive, ModelStore, ModelVersionRow } from '#database';
import { evaluateServing, loadRecommender, type ModelEvaluation } from '#ml';
import type { Infrastructure } from '#service';
import { chooseHeldOut, NEW_INTERACTIONS_MIN } from './choose-held-out.ts';
import { readPublished } from './read-published.ts';
import { readHistory, type TrainingHistory } from './read-history.ts';

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
  readonly evaluations: readonly ModelEvaluation[];
}

/** Measures a version, or the champions, on the newest data. Empty when the shop does not have it. */
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
  const rows =
    version === undefined
      ? [await models.champion(shopId, 'recommender'), await models.champion(shopId, 'fraud')]
      : [await models.find(shopId, version)];
  return rows.filter((row) => row !== undefined);
}

type Measured = Pick<EvaluatedVersion, 'heldOut' | 'evaluations'>;

async function evaluateRecommender(
  tools: EvaluationTools,
  row: ModelVersionRow,
  { dataSet }: TrainingHistory,
  seed: number,
): Promise<Measured> {
  const { splitAtMs, unseenByChampion } = chooseHeldOut(dataSet, row.dataUntil);
  if (!unseenByChampion) {
    return asTrained(row, `there are fewer than ${NEW_INTERACTIONS_MIN} interactions since`);
  }
  const published = await readPublished(tools, row, loadRecommender);
  if (published.kind === 'unreadable') return asTrained(row, published.reason);
  const { model } = published;
  return {
    heldOut: `on interactions since ${new Date(splitAtMs).toISOString()}`,
    evaluations: evaluateServing(model, dataSet, { splitAtMs, seed, models: 'all' }).evaluations,
  };
}

/** The figures of the held-out time of its training: a served model is refitted on that time too. */
function asTrained({ evaluations }: ModelVersionRow, why: string): Measured {
  return { heldOut: `as measured when it was trained: ${why}`, evaluations };
}
