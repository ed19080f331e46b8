import { isDeepStrictEqual } from 'node:util';
import {
  decodeVelocity,
  ENTITY_KINDS,
  VELOCITY_IDLE_DAYS,
  withinWindows,
  type EntityKind,
  type VelocityAggregate,
} from '#ml';

const DAY_MS = 86_400_000;

/** Whether an aggregate, recomputed from every event, may rightly be gone by now. */
export function isForgotten(kind: string, recomputed: Uint8Array, nowMs: number): boolean {
  return decodeVelocity(recomputed).lastSeenMs < idleSinceMs(kind, nowMs);
}

/**
 * Whether the stored aggregate may be what came after an earlier part was forgotten: what the windows reach is the same,
 * and it holds no more of the whole life than was recomputed.
 */
export function isRestOf(kind: string, recomputed: Uint8Array, stored: Uint8Array, nowMs: number): boolean {
  const whole = decodeVelocity(recomputed);
  const known = kindNamed(kind);
  if (known === undefined || whole.firstSeenMs >= idleSinceMs(kind, nowMs)) return false;
  const rest = decodeIfValid(stored);
  return (
    rest !== undefined &&
    rest.firstSeenMs >= whole.firstSeenMs &&
    rest.orders <= whole.orders &&
    isDeepStrictEqual(withinWindows(rest, known, nowMs), withinWindows(whole, known, nowMs))
  );
}

/** What happened before this may have been forgotten; nothing of a kind that is not known. */
function idleSinceMs(kind: string, nowMs: number): number {
  const known = kindNamed(kind);
  return known === undefined ? -Infinity : nowMs - VELOCITY_IDLE_DAYS[known] * DAY_MS;
}

function kindNamed(kind: string): EntityKind | undefined {
  return ENTITY_KINDS.find((each) => each === kind);
}

/** Stored bytes may be damaged: that is what verification looks for. */
function decodeIfValid(bytes: Uint8Array): VelocityAggregate | undefined {
  try {
    return decodeVelocity(bytes);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
