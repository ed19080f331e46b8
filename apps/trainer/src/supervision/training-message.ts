import type { TrainingOutcome } from '../training-run/training-outcome.ts';

/** What a training process tells the process that forked it. */
export type TrainingMessage =
  | {
      readonly type: 'progress';
      readonly shopId: string;
      readonly stage: string;
      /** 0 to 1 of this shop's run. */
      readonly done: number;
      /** Absent before there is anything to estimate from. */
      readonly etaMs?: number;
    }
  | { readonly type: 'finished'; readonly outcome: TrainingOutcome };

export type ProgressMessage = Extract<TrainingMessage, { type: 'progress' }>;
