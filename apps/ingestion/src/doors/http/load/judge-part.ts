import { createHash } from 'node:crypto';
import { profileKey, recordKey, TOPICS, type RejectedEvent } from '#contracts';
import { judgeEvent } from '../../../intake/judge-event.ts';
import { verdictOf } from '../../../intake/judgement.ts';
import type { FaultyRow, JudgedPart, LoadPart, PassedRow } from './judged-part.ts';
import { linesOf } from './lines-of.ts';

/** Puts each line through the pipeline as history. Pure: the same part gives the same events, ids too. */
export function judgePart({ shop, receivedAt, load, firstRow, lines }: LoadPart): JudgedPart {
  const passed: PassedRow[] = [];
  const bodies: Uint8Array[] = [];
  const faulty: FaultyRow[] = [];
  const rejected: RejectedEvent[] = [];
  const ids = new Set<string>();
  let end = 0;
  let repeated = 0;
  for (const { row, bytes } of linesOf(lines, firstRow)) {
    const newEventId = () => rowId(load, row, bytes);
    const arrival = { shop, receivedAt, source: 'http', historical: true, mayLoadHistory: true } as const;
    const judgement = judgeEvent({ bytes }, { ...arrival, newEventId }, 'http');
    if (judgement.kind !== 'accepted') {
      faulty.push({ row, ...verdictOf(judgement) });
      if (judgement.kind === 'rejected') rejected.push(judgement.record);
      continue;
    }
    const { event } = judgement;
    if (ids.has(event.eventId)) {
      repeated += 1;
      continue;
    }
    ids.add(event.eventId);
    const body = TOPICS.events.codec.encode(event);
    bodies.push(body);
    end += body.length;
    const { eventId, eventTime, type } = event;
    passed.push({ row, eventId, eventTime, type, key: recordKey(event.shopId, profileKey(event)), end });
  }
  return { passed, bodies: Buffer.concat(bodies, end), faulty, rejected, repeated };
}

/**
 * The id of an event that came without one: sent again, the same line of the same history has the same id. Its text
 * is part of it, so that two histories given one name by mistake cannot pass for each other.
 */
function rowId(load: string, row: number, bytes: Uint8Array): string {
  const digest = createHash('sha256').update(`${load}/${row}/`).update(bytes).digest('hex');
  // 128 bits, as a UUID has.
  return digest.slice(0, 32);
}
