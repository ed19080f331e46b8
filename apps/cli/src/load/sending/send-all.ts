import type { Part } from './part.ts';

/** Keeps the door's threads busy while others are on the way; the door takes eight at once. */
const PARTS_IN_FLIGHT_MAX = 4;

/**
 * Sends parts, at most PARTS_IN_FLIGHT_MAX at a time. `onDone` hears of each in order, whatever order they are answered
 * in: all before it are durable too. Rejects with the first failure, when nothing is under way any more.
 */
export async function sendAll<Answer>(
  parts: AsyncIterable<Part>,
  send: (part: Part) => Promise<Answer>,
  onDone: (part: Part, answer: Answer) => Promise<void>,
): Promise<void> {
  const underWay: { readonly part: Part; readonly answer: Promise<Answer> }[] = [];
  const finishOldest = async () => {
    const oldest = underWay.shift();
    if (oldest) await onDone(oldest.part, await oldest.answer);
  };
  try {
    for await (const part of parts) {
      if (underWay.length >= PARTS_IN_FLIGHT_MAX) await finishOldest();
      const answer = send(part);
      // Whoever awaits it hears of its failure; until then it is nobody's.
      answer.catch(() => undefined);
      underWay.push({ part, answer });
    }
    while (underWay.length > 0) await finishOldest();
  } finally {
    await Promise.allSettled(underWay.map(({ answer }) => answer));
  }
}
