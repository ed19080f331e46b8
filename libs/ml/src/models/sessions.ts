import { invert, type Corpus } from '../sequences/corpus.ts';
import type { SessionKnnConfig } from './session-knn-config.ts';

/** Sessions end to end: session s is items[starts[s]] up to starts[s + 1]. */
export interface Sessions {
  readonly items: Int32Array;
  readonly kinds: Uint8Array;
  readonly starts: Int32Array;
}

/** Sessions that have an item, by the time they start: those of item i are sessions[starts[i]] up to starts[i + 1]. */
export interface Postings {
  readonly starts: Int32Array;
  readonly sessions: Int32Array;
}

/** The sessions of each item below `itemCount`; one that has an item twice stands there twice. */
export function postingsOf(
  { items, starts: sessionStarts }: Omit<Sessions, 'kinds'>,
  itemCount: number,
): Postings {
  const { starts, places } = invert(items, itemCount);
  const sessionOf = new Int32Array(items.length);
  for (let session = 0; session + 1 < sessionStarts.length; session++) {
    sessionOf.fill(session, sessionStarts[session], sessionStarts[session + 1]);
  }
  return { starts, sessions: places.map((place) => sessionOf[place] ?? 0) };
}

/** Sessions of at least two items, by the time they start, so that the end of a posting list is the newest. */
export function cutSessions(
  corpus: Corpus,
  { unit, lengthMost }: Pick<SessionKnnConfig, 'unit' | 'lengthMost'>,
): Sessions {
  const unitOf = unit === 'visit' ? corpus.groupOf : corpus.sequenceOf;
  const cuts: { from: number; to: number; timeMs: number }[] = [];
  let from = 0;
  for (let to = 1; to <= corpus.items.length; to++) {
    if (to < corpus.items.length && unitOf[to] === unitOf[from] && to - from < lengthMost) continue;
    if (to - from >= 2) cuts.push({ from, to, timeMs: corpus.timesMs[from] ?? 0 });
    from = to;
  }
  cuts.sort((a, b) => a.timeMs - b.timeMs || a.from - b.from);
  const starts = new Int32Array(cuts.length + 1);
  for (const [i, cut] of cuts.entries()) starts[i + 1] = (starts[i] ?? 0) + cut.to - cut.from;
  const items = new Int32Array(starts[cuts.length] ?? 0);
  const kinds = new Uint8Array(items.length);
  for (const [i, cut] of cuts.entries()) {
    items.set(corpus.items.subarray(cut.from, cut.to), starts[i]);
    kinds.set(corpus.kinds.subarray(cut.from, cut.to), starts[i]);
  }
  return { items, kinds, starts };
}
