import { z } from 'zod';
import type { Part } from './sending/part.ts';
import type { PartAnswer } from './sending/send-part.ts';

const Reason = z.object({ count: z.number(), firstRow: z.number(), example: z.string() });

/** What became of the rows so far: plain data, kept with the place where a load stands. */
export const LoadTally = z.object({
  accepted: z.number(),
  duplicate: z.number(),
  dropped: z.number(),
  rejected: z.number(),
  /** Rows of which no event could be made. */
  skipped: z.number(),
  /** Why rows were dropped, rejected or skipped, each with the first row it befell. */
  reasons: z.record(z.string(), Reason),
});
export type LoadTally = z.infer<typeof LoadTally>;

/** Reasons of a mapping and codes of the door: well over the number of both. */
const REASONS_MAX = 100;
const OTHER_REASONS = 'other reasons';

export const emptyTally = (): LoadTally => ({
  accepted: 0,
  duplicate: 0,
  dropped: 0,
  rejected: 0,
  skipped: 0,
  reasons: {},
});

/** The tally with a part that is done. */
export function addPart(tally: LoadTally, part: Part, answer: PartAnswer): LoadTally {
  const reasons = { ...tally.reasons };
  const note = (reason: string, count: number, firstRow: number, example: string) => {
    const name = reason in reasons || Object.keys(reasons).length < REASONS_MAX ? reason : OTHER_REASONS;
    const known = reasons[name];
    reasons[name] = known ? { ...known, count: known.count + count } : { count, firstRow, example };
  };
  for (const { reason, row } of part.junk) note(reason, 1, row, '');
  for (const [code, count] of Object.entries(answer.codes)) {
    const first = answer.faults.find((fault) => fault.code === code);
    const row = part.eventRows[(first?.row ?? part.firstEvent) - part.firstEvent] ?? 0;
    note(code, count, row, [first?.field, first?.message].filter((text) => text !== undefined).join(' '));
  }
  return {
    accepted: tally.accepted + answer.accepted,
    duplicate: tally.duplicate + answer.duplicates,
    dropped: tally.dropped + answer.dropped,
    rejected: tally.rejected + answer.rejected,
    skipped: tally.skipped + part.junk.length,
    reasons,
  };
}
