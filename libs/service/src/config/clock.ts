import type { EpochMs } from '#contracts';

/** The time, as something that can be given: tests bring their own. */
export type Clock = () => EpochMs;

// Date.now is a whole number of milliseconds in EpochMs's range.
export const systemClock: Clock = () => Date.now() as EpochMs;
