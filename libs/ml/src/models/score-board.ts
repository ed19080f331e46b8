import type { Scored } from './scored.ts';

/**
 * Scores of a few out of many: a dense array that remembers which entries were touched, so that clearing and ranking
 * cost what was touched, not what exists. Used again for every query; nothing is allocated but the result.
 */
export class ScoreBoard {
  readonly scores: Float32Array;
  private readonly touched: Int32Array;
  private readonly isTouched: Uint8Array;
  private length = 0;

  constructor(size: number) {
    this.scores = new Float32Array(size);
    this.touched = new Int32Array(size);
    this.isTouched = new Uint8Array(size);
  }

  clear(): void {
    for (let i = 0; i < this.length; i++) {
      const item = this.touched[i] ?? 0;
      this.scores[item] = 0;
      this.isTouched[item] = 0;
    }
    this.length = 0;
  }

  add(item: number, score: number): void {
    if (this.isTouched[item] === 0) {
      this.isTouched[item] = 1;
      this.touched[this.length++] = item;
    }
    this.scores[item] = (this.scores[item] ?? 0) + score;
  }

  /** Takes an entry off. Costs a pass over the entries. */
  remove(item: number): void {
    const place = this.entries().indexOf(item);
    if (place < 0) return;
    this.length--;
    this.touched[place] = this.touched[this.length] ?? 0;
    this.isTouched[item] = 0;
    this.scores[item] = 0;
  }

  has(item: number): boolean {
    return this.isTouched[item] === 1;
  }

  /** The touched entries, in the order they were first touched. A view: valid until the next change. */
  entries(): Int32Array {
    return this.touched.subarray(0, this.length);
  }

  /** Multiplies every touched score by the weight of its item. */
  weigh(weights: Float32Array): void {
    const { scores, touched, length } = this;
    for (let at = 0; at < length; at++) {
      const item = touched[at] ?? 0;
      scores[item] = (scores[item] ?? 0) * (weights[item] ?? 0);
    }
  }

  sum(): number {
    let sum = 0;
    for (const item of this.entries()) sum += this.scores[item] ?? 0;
    return sum;
  }

  /** The k best, highest first, ties by smaller index. */
  top(k: number): Scored {
    const items = this.worstFirstHeap(k);
    // Heapsort: the worst of what is left goes behind it.
    for (let left = items.length - 1; left > 0; left--) {
      const worst = items[0] ?? 0;
      items[0] = items[left] ?? 0;
      items[left] = worst;
      this.siftDown(items, left);
    }
    const scores = new Float32Array(items.length);
    for (let i = 0; i < items.length; i++) scores[i] = this.scores[items[i] ?? 0] ?? 0;
    return { items, scores };
  }

  /** The k best in no order, for less time than `top` takes. */
  best(k: number): Int32Array {
    return k >= this.length ? this.entries().slice() : this.worstFirstHeap(k);
  }

  /** Negative when a ranks before b. */
  private compare(a: number, b: number): number {
    return (this.scores[b] ?? 0) - (this.scores[a] ?? 0) || a - b;
  }

  /** The k best as a binary heap whose root is the worst of them. */
  private worstFirstHeap(k: number): Int32Array {
    const { touched, scores, length } = this;
    const heap = new Int32Array(Math.min(k, length));
    for (let size = 0; size < heap.length; size++) {
      heap[size] = touched[size] ?? 0;
      this.siftUp(heap, size);
    }
    if (heap.length === 0) return heap;
    let worst = scores[heap[0] ?? 0] ?? 0;
    for (let at = heap.length; at < length; at++) {
      const item = touched[at] ?? 0;
      // Most entries are worse by far.
      if ((scores[item] ?? 0) < worst || this.compare(item, heap[0] ?? 0) >= 0) continue;
      heap[0] = item;
      this.siftDown(heap, heap.length);
      worst = scores[heap[0] ?? 0] ?? 0;
    }
    return heap;
  }

  private siftUp(heap: Int32Array, from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const [a, b] = [heap[at] ?? 0, heap[parent] ?? 0];
      if (this.compare(a, b) <= 0) return;
      heap[at] = b;
      heap[parent] = a;
      at = parent;
    }
  }

  private siftDown(heap: Int32Array, size: number): void {
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= size) return;
      const right = left + 1;
      const isRightWorse = right < size && this.compare(heap[right] ?? 0, heap[left] ?? 0) > 0;
      const child = isRightWorse ? right : left;
      const [a, b] = [heap[at] ?? 0, heap[child] ?? 0];
      if (this.compare(a, b) >= 0) return;
      heap[at] = b;
      heap[child] = a;
      at = child;
    }
  }
}
