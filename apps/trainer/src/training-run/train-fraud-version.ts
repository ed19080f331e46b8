import type { ShopId } from '#contracts';
import { AlertStore, LabelStore } from '#database';
import { FRAUD_ROWS_MIN, loadFraudModel, trainFraudModel, type OrderRow, type Progress } from '#ml';
import { decideFraudPromotion } from './decide-fraud-promotion.ts';
import { knownAttackers } from './known-attackers.ts';
import { knownOutcomes } from './known-outcomes.ts';
import { modelVersionId } from './model-version-id.ts';
import { publishVersion } from './publish-version.ts';
import { mentionUnreadable, readChampion } from './read-champion.ts';
import type { TrainingHistory } from './read-history.ts';
import type { ModelOutcome } from './training-outcome.ts';
import type { TrainingTools } from './training-tools.ts';

/** Trains a fraud model, compares it with the champion, and publishes it if it wins or nothing tells them apart. */
export async function trainFraudVersion(
  tools: TrainingTools,
  shopId: ShopId,
  history: TrainingHistory,
  progress: Progress,
): Promise<ModelOutcome> {
  const { orders } = history;
  if (orders.length < FRAUD_ROWS_MIN) {
    return { kind: 'skipped', model: 'fraud', reason: `${orders.length} orders; it takes ${FRAUD_ROWS_MIN}` };
  }
  const startedAt = tools.clock();
  const outcomes = await knownOutcomes(new LabelStore(tools.database), shopId, history);
  const trained = await trainFraudModel({
    tf: tools.tensorFlow.tf,
    backend: tools.tensorFlow.backend,
    rows: orders.map(({ features }) => features),
    labels: orders.map(({ orderId }) => outcomes.get(orderId)),
    sessions: history.sessions.labelled(
      outcomes,
      await knownAttackers(new AlertStore(tools.database), shopId, history.asOfMs),
    ),
    seed: tools.seed,
    version: modelVersionId('fraud', startedAt),
    trainedAtMs: startedAt,
    ...spanOf(orders),
    progress,
    ...(tools.budgets === undefined ? {} : { budget: tools.budgets.fraud }),
  });
  const champion = await readChampion(tools, shopId, 'fraud', loadFraudModel);
  const decision = decideFraudPromotion(
    trained.evaluations,
    champion.kind === 'readable' ? champion.row : undefined,
  );
  return publishVersion(tools, shopId, {
    trained,
    evaluations: trained.evaluations,
    decision: mentionUnreadable(decision, champion),
    trainSeconds: (tools.clock() - startedAt) / 1000,
  });
}

function spanOf(orders: readonly OrderRow[]): { readonly dataFromMs: number; readonly dataUntilMs: number } {
  return { dataFromMs: orders[0]?.timeMs ?? 0, dataUntilMs: (orders.at(-1)?.timeMs ?? 0) + 1 };
}
