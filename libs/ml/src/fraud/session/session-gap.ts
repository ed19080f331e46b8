/** Nothing happens for so long between two sessions. */
const SESSION_GAP_MS = 30 * 60_000;

/** Whether an event at `timeMs` is not part of the session whose last event was at `lastMs` any more. */
export const isSessionOver = (lastMs: number, timeMs: number): boolean => timeMs - lastMs > SESSION_GAP_MS;
