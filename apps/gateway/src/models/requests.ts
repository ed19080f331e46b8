import { z } from 'zod';
import { ModelVersionId, type ModelKind } from '#contracts';
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

/** What the messages of ModelService must hold to. */
export const ListModelsFields = z.object({
  kind: kindOrAny,
  limit: z
    .number()
    .int()
    .min(0)
    .max(LIMIT_MAX)
    .transform((given) => (given === 0 ? LIMIT_DEFAULT : given)),
});
export const PromoteModelFields = z.object({ version: ModelVersionId });
export const RollbackModelFields = z.object({ kind });
