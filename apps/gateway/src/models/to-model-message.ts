import type { ModelKind } from '#contracts';
import type { ModelStatus, ModelVersionWithStatus, ShadowRun } from '#database';
import * as proto from '#contracts/generated/cartwise/models/v1/models';

const KINDS: Readonly<Record<ModelKind, proto.ModelKind>> = {
  recommender: proto.ModelKind.MODEL_KIND_RECOMMENDER,
  fraud: proto.ModelKind.MODEL_KIND_FRAUD,
};

const STATUSES: Readonly<Record<ModelStatus, proto.ModelStatus>> = {
  challenger: proto.ModelStatus.MODEL_STATUS_CHALLENGER,
  champion: proto.ModelStatus.MODEL_STATUS_CHAMPION,
  retired: proto.ModelStatus.MODEL_STATUS_RETIRED,
};

/** A stored version as the message ModelVersion. */
export function toModelMessage(model: ModelVersionWithStatus): proto.ModelVersion {
  return {
    version: model.version,
    kind: KINDS[model.kind],
    status: STATUSES[model.status],
    trainedAtMs: model.trainedAt,
    dataFromMs: model.dataFrom,
    dataUntilMs: model.dataUntil,
    evaluations: model.evaluations,
    artifactSha256: model.artifactSha256,
    backend: model.backend,
    trainSeconds: model.trainSeconds,
    note: model.note,
    shadowRun: model.shadowRun && toShadowRun(model.shadowRun),
  };
}

const toShadowRun = ({ startedAt, endedAt, ...run }: ShadowRun): proto.ShadowRun => ({
  ...run,
  decisions: [...run.decisions],
  startedAtMs: startedAt,
  endedAtMs: endedAt,
});
