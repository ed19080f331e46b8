import type { Judgement } from './judgement.ts';

/** Turns accepted events into duplicates where the id was taken before, or stands earlier in the same batch. */
export function markDuplicates(
  judgements: readonly Judgement[],
  wasTaken: (shopId: string, eventId: string) => boolean,
): Judgement[] {
  const seen = new Set<string>();
  return judgements.map((judgement) => {
    if (judgement.kind !== 'accepted') return judgement;
    const { shopId, eventId } = judgement.event;
    const key = `${shopId}/${eventId}`;
    if (seen.has(key) || wasTaken(shopId, eventId)) return { kind: 'duplicate', eventId };
    seen.add(key);
    return judgement;
  });
}
