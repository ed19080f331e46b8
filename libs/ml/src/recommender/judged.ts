import type { CheckpointCodec } from '../checkpoint/checkpoints.ts';
import { jsonCodec } from '../checkpoint/json-codec.ts';
import type { CompressionRecord } from '../compression/compression.ts';
import type { HeldOutEvaluation, QueryGains } from '../evaluation/evaluate-models.ts';
import type { Task } from '../sequences/queries.ts';

/** What the compared models came to. */
export interface Judged {
  readonly heldOut: Omit<HeldOutEvaluation, 'gains'>;
  /** Of the blend. */
  readonly gains: QueryGains;
  readonly compression: CompressionRecord;
}

/** With the gains as JSON can say them. */
interface Stored extends Omit<Judged, 'gains'> {
  readonly gains: readonly (readonly [Task, readonly number[]])[];
}

const stored = jsonCodec<Stored>();

export const judgedCodec: CheckpointCodec<Judged> = {
  encode: ({ heldOut, gains, compression }) => {
    const { evaluations, breakdowns, interactionsByDecile } = heldOut;
    return stored.encode({
      heldOut: { evaluations, breakdowns, interactionsByDecile },
      gains: [...gains].map(([task, each]) => [task, [...each]]),
      compression,
    });
  },
  decode: (arrays) => {
    const { gains, ...rest } = stored.decode(arrays);
    return { ...rest, gains: new Map(gains.map(([task, each]) => [task, Float64Array.from(each)])) };
  },
};
