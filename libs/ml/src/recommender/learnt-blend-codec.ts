import type { CheckpointCodec } from '../checkpoint/checkpoints.ts';
import { jsonCodec } from '../checkpoint/json-codec.ts';
import { BlendWeights } from '../models/blend-weights.ts';
import type { EpochLoss } from '../training/epoch-loss.ts';
import type { LearntBlend } from './learn-blend.ts';

/** With what training saw of itself. */
type Kept = LearntBlend & { readonly losses: readonly EpochLoss[] };

const chosen = jsonCodec<Omit<Kept, 'weights'>>();

/** A learnt blend in a checkpoint. */
export const learntBlendCodec: CheckpointCodec<Kept> = {
  encode: ({ weights, ...rest }) => ({ ...weights?.state(), ...chosen.encode(rest) }),
  decode: ({ json, ...weights }) => ({
    ...chosen.decode(json === undefined ? {} : { json }),
    weights: Object.keys(weights).length === 0 ? undefined : BlendWeights.from(weights),
  }),
};
