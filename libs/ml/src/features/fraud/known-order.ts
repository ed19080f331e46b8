import type { Event } from '#contracts';
import { occurredAtMs } from './observation.ts';
import { DAY_MS } from './velocity-aggregate.ts';

/** An event may be dated this far after we received it: ingestion refuses more. */
const AHEAD_MAX_MS = DAY_MS;

/** When an event could first be used. A load of history comes all at once; of it the shop knew as it happened. */
export function knownAtMs(event: Pick<Event, 'source' | 'eventTime' | 'receivedAt'>): number {
  return event.source === 'import' ? occurredAtMs(event) : event.receivedAt;
}

interface Waiting {
  readonly event: Event;
  readonly knownMs: number;
  /** Of two known at once, the one that was added first comes first. */
  readonly place: number;
}

/**
 * Brings events that are read in the order they happened into the order in which they became known, the order that
 * decisions were made in: what came late must not count for an order that was decided before it came. Holds the events
 * of a day, and those that came later than a day after they happened; a heap (Williams 1964).
 */
export class KnownOrder {
  private readonly heap: Waiting[] = [];
  private added = 0;

  /** Takes the next event by event time; gives back, in order, what no later one can come before. */
  *add(event: Event): Generator<Event> {
    this.push({ event, knownMs: knownAtMs(event), place: this.added++ });
    // Every event still to come has at least this event time, and is known at most so much earlier.
    yield* this.takeUntil(event.eventTime - AHEAD_MAX_MS);
  }

  /** What is left when all have been added. */
  *rest(): Generator<Event> {
    yield* this.takeUntil(Infinity);
  }

  private *takeUntil(untilMs: number): Generator<Event> {
    for (let first = this.heap[0]; first !== undefined && first.knownMs <= untilMs; first = this.heap[0]) {
      this.removeFirst();
      yield first.event;
    }
  }

  private push(waiting: Waiting): void {
    const { heap } = this;
    let at = heap.length;
    heap.push(waiting);
    for (let parent = (at - 1) >> 1; at > 0 && this.isBefore(at, parent); parent = (at - 1) >> 1) {
      this.swap(at, parent);
      at = parent;
    }
  }

  private removeFirst(): void {
    const { heap } = this;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    heap[0] = last;
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const least = right < heap.length && this.isBefore(right, left) ? right : left;
      if (least >= heap.length || !this.isBefore(least, at)) return;
      this.swap(least, at);
      at = least;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const [x, y] = [this.heap[a], this.heap[b]];
    if (x === undefined || y === undefined) return false;
    return x.knownMs < y.knownMs || (x.knownMs === y.knownMs && x.place < y.place);
  }

  private swap(a: number, b: number): void {
    const { heap } = this;
    const [x, y] = [heap[a], heap[b]];
    if (x === undefined || y === undefined) return;
    heap[a] = y;
    heap[b] = x;
  }
}
