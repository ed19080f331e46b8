import type { EpochMs } from '#contracts';

/** Something to delete once a day. */
export interface Chore {
  /** As the log calls what was deleted. */
  readonly name: string;
  /** Resolves to how many. */
  readonly run: (nowMs: EpochMs) => Promise<number>;
}

/** Injection token of the chores, in their order. */
export const CHORES = Symbol('Chores');
