import { z } from 'zod';
import { ModelVersionId, type ExperimentMode, type ModelKind } from '#contracts';
import * as proto from '#contracts/generated/cartwise/models/v1/models';

const LIMIT_DEFAULT = 20;
const LIMIT_MAX = 200;

const KINDS = new Map<string, ModelKind>([
  [proto.ModelKind.MODEL_KIND_RECOMMENDER, 'recommender'],
  [proto.ModelKind.MODEL_KIND_FRAUD, 'fraud'],
]);

const kindOrAny = z.string().transform((name) => KINDS.get(name));
const kind = z.string().transform((name, context) => {
  const known = KINDS.get(name);
  if (known !== undefined) return known;
  context.addIssue({ code: 'custom', message: 'must be MODEL_KIND_RECOMMENDER or MODEL_KIND_FRAUD' });
  return z.NEVER;
});

const MODES = new Map<string, ExperimentMode>([
  [proto.ExperimentMode.EXPERIMENT_MODE_AB, 'ab'],
  [proto.ExperimentMode.EXPERIMENT_MODE_SHADOW, 'shadow'],
  [proto.ExperimentMode.EXPERIMENT_MODE_FRAUD_SHADOW, 'fraud-shadow'],
]);
const SHARE_DEFAULT = 10;

const mode = z.string().transform((name, context) => {
  const known = MODES.get(name);
  if (known !== undefined) return known;
  context.addIssue({
    code: 'custom',
    message: 'must be EXPERIMENT_MODE_AB, EXPERIMENT_MODE_SHADOW or EXPERIMENT_MODE_FRAUD_SHADOW',
  });
  return z.NEVER;
});
const limit = z
  .number()
  .int()
  .min(0)
  .max(LIMIT_MAX)
  .transform((given) => (given === 0 ? LIMIT_DEFAULT : given));

/** What the messages of ModelService must hold to. */
export const ListModelsFields = z.object({
  kind: kindOrAny,
  limit,
  version: z.union([z.literal('').transform(() => undefined), ModelVersionId]),
});
export const ExplainModelFields = z.object({ version: ModelVersionId });
export const PromoteModelFields = z.object({ version: ModelVersionId });
export const RollbackModelFields = z.object({ kind });
export const StartExperimentFields = z.object({
  version: ModelVersionId,
  mode,
  sharePercent: z
    .number()
    .int()
    .min(0)
    .max(100)
    .transform((given) => (given === 0 ? SHARE_DEFAULT : given)),
});
export const StopExperimentFields = z.object({ mode });
export const ListExperimentsFields = z.object({ limit });
