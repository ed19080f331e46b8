import type { EpochMs, ModelVersionId, ShopId } from '#contracts';
import type { ModelVersionRow } from '#database';
import type { ModelEvaluation, TrainedModel } from '#ml';
import { announceChampion, AuditTrail, promotion, systemActor } from '#service';
import { deleteOldArtifacts } from './delete-old-artifacts.ts';
import type { PromotionDecision } from './decide-promotion.ts';
import type { ModelOutcome } from './training-outcome.ts';
import type { TrainingTools } from './training-tools.ts';

/** A model with what there is to say of it. */
export interface Candidate {
  readonly trained: TrainedModel;
  readonly evaluations: readonly ModelEvaluation[];
  readonly decision: PromotionDecision;
  readonly trainSeconds: number;
}

/**
 * Keeps a version and, if the gate let it through, makes it the champion. The artifact comes first: a row never names
 * files that are not there. Row, promotion and announcement are one transaction. A process that dies in between
 * leaves files that nobody refers to, and nothing else. Then the artifacts that are too far back go.
 */
export async function publishVersion(
  tools: Pick<TrainingTools, 'database' | 'artifacts' | 'models' | 'clock' | 'logger'>,
  shopId: ShopId,
  candidate: Candidate,
): Promise<ModelOutcome> {
  const { database, artifacts, models, clock } = tools;
  const { decision } = candidate;
  const row = rowOf(shopId, candidate);
  await artifacts.write(shopId, row.version, candidate.trained.files);
  const before = await models.champion(shopId, row.kind);
  await database.transaction(async (sql) => {
    await models.insert(sql, row);
    if (!decision.promote) return;
    const promotedAt = clock();
    await models.recordPromotion(sql, shopId, row.kind, row.version, promotedAt);
    await announceChampion(sql, row, promotedAt);
    const change = promotion('model.promoted', before, row);
    await new AuditTrail(database, clock).changed(sql, systemActor(shopId, 'trainer'), change);
  });
  await deleteOldArtifacts(tools, shopId, row.kind);
  return {
    kind: decision.promote ? 'promoted' : 'kept-as-challenger',
    model: row.kind,
    version: row.version,
    note: row.note,
    evaluations: candidate.evaluations,
    trainSeconds: row.trainSeconds,
  };
}

function rowOf(shopId: ShopId, { trained, evaluations, decision, trainSeconds }: Candidate): ModelVersionRow {
  const { manifest } = trained;
  return {
    shopId,
    kind: manifest.kind,
    // The manifest repeats what the run was given: a version id, and times by our clock and of our events.
    version: manifest.version as ModelVersionId,
    trainedAt: manifest.trainedAtMs as EpochMs,
    dataFrom: manifest.dataFromMs as EpochMs,
    dataUntil: manifest.dataUntilMs as EpochMs,
    evaluations,
    artifactSha256: trained.sha256,
    backend: manifest.backend,
    trainSeconds,
    note: decision.note,
  };
}
