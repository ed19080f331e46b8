import { Verdict, type EventVerdict } from '#contracts/generated/cartwise/ingestion/v1/ingestion';
import type { EventVerdict as JudgedEvent } from '../../intake/judgement.ts';

const VERDICTS = {
  accepted: Verdict.VERDICT_ACCEPTED,
  duplicate: Verdict.VERDICT_DUPLICATE,
  dropped: Verdict.VERDICT_DROPPED,
  rejected: Verdict.VERDICT_REJECTED,
} as const;

/** A verdict as the proto has it. */
export function messageOfVerdict(judged: JudgedEvent): EventVerdict {
  const { eventId, verdict, code = '', field = '', message = '' } = judged;
  return { eventId, verdict: VERDICTS[verdict], code, field, message };
}
