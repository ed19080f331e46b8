const FIRST_CAPACITY = 1_024;

/** Interactions in the order of their coming, 17 bytes each: objects would take five times as much, for millions. */
export class InteractionColumns {
  length = 0;
  owners = new Int32Array(FIRST_CAPACITY);
  items = new Int32Array(FIRST_CAPACITY);
  kinds = new Uint8Array(FIRST_CAPACITY);
  timesMs = new Float64Array(FIRST_CAPACITY);

  push(owner: number, item: number, kind: number, timeMs: number): void {
    if (this.length === this.owners.length) this.grow();
    this.owners[this.length] = owner;
    this.items[this.length] = item;
    this.kinds[this.length] = kind;
    this.timesMs[this.length] = timeMs;
    this.length++;
  }

  /** By half: the old and the new array are both there while one is copied into the other. */
  private grow(): void {
    const capacity = Math.ceil(1.5 * this.length);
    this.owners = copied(this.owners, new Int32Array(capacity));
    this.items = copied(this.items, new Int32Array(capacity));
    this.kinds = copied(this.kinds, new Uint8Array(capacity));
    this.timesMs = copied(this.timesMs, new Float64Array(capacity));
  }
}

function copied<T extends Int32Array | Uint8Array | Float64Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
