import type { EpochMs, RejectedEvent } from '#contracts';
import type { Shop } from '#service';
import type { EventVerdict } from '../../../intake/judgement.ts';

/** Lines of events to be judged, and what decides the ids of those that have none. */
export interface LoadPart {
  readonly shop: Shop;
  readonly receivedAt: EpochMs;
  /** Names the history, the same each time it is sent. */
  readonly load: string;
  /** Number of the first line in the history. */
  readonly firstRow: number;
  /** NDJSON. */
  readonly lines: Uint8Array;
}

/** An event that passed, its body left out: that is in `JudgedPart.bodies`. */
export interface PassedRow {
  readonly row: number;
  readonly eventId: string;
  readonly eventTime: number;
  readonly type: string;
  /** The record's key on events.v1. */
  readonly key: string;
  /** Where its body ends in `bodies`; it begins where that of the row before ends. */
  readonly end: number;
}

/** A line that was dropped or refused. */
export interface FaultyRow extends EventVerdict {
  readonly row: number;
}

/** What became of the lines of a part. Plain data: it crosses a thread. */
export interface JudgedPart {
  readonly passed: readonly PassedRow[];
  /** The events that passed as events.v1 has them, end to end. */
  readonly bodies: Uint8Array;
  readonly faulty: readonly FaultyRow[];
  readonly rejected: readonly RejectedEvent[];
  /** Ids that an earlier line of the part has. */
  readonly repeated: number;
}

/** Judges parts somewhere else than in the thread that answers requests. */
export interface PartJudge {
  judge(part: LoadPart): Promise<JudgedPart>;
}

/** Where a `PartJudge` is injected. */
export const PART_JUDGE = Symbol('PartJudge');
