import { LRUCache } from 'lru-cache';

/** A value, when it was made, and the version of what it was made from. */
export interface Versioned<Value> {
  readonly version: number;
  readonly madeMs: number;
  readonly value: Value;
}

interface Kept<Value> extends Versioned<Value> {
  /** Somebody asked for the key since its value was last made ahead of need. */
  readonly isAwaited: boolean;
}

/** Lists by key, each of one version of what it was made from; the least recently used are forgotten first. */
export class ListCache<List> {
  private readonly kept: LRUCache<string, Kept<List>>;
  /** What is being made, by key and version: all who ask meanwhile get it. */
  private readonly underWay = new Map<string, Promise<List>>();

  constructor(
    private readonly options: {
      readonly listsMax: number;
      readonly ageMaxMs: number;
      readonly nowMs: () => number;
    },
  ) {
    this.kept = new LRUCache({
      max: options.listsMax,
      ttl: options.ageMaxMs,
      ttlResolution: 0,
      perf: { now: options.nowMs },
    });
  }

  /** For somebody who asks: the list that is kept, of whatever version. The next one may be made ahead of need again. */
  newest(key: string): Versioned<List> | undefined {
    const kept = this.kept.get(key);
    if (kept?.isAwaited === false) this.mark(key, kept, true);
    return kept;
  }

  /** Whether a list of this version is worth making ahead of need. */
  isAwaited(key: string, version: number): boolean {
    const kept = this.kept.peek(key);
    return kept !== undefined && kept.isAwaited && kept.version < version;
  }

  /** Makes a list and keeps it, unless one of a newer version came first. Made once for all who ask at the same time. */
  make(key: string, version: number, make: () => List | Promise<List>): Promise<List> {
    const keyOfVersion = `${key} ${version}`;
    const underWay = this.underWay.get(keyOfVersion);
    if (underWay !== undefined) return underWay;
    const making = this.makeAndKeep(key, version, make).finally(() => this.underWay.delete(keyOfVersion));
    this.underWay.set(keyOfVersion, making);
    return making;
  }

  /** As make, before anybody asks: no further list of the key is awaited until somebody does. */
  makeAhead(key: string, version: number, make: () => List | Promise<List>): Promise<List> {
    const kept = this.kept.peek(key);
    if (kept !== undefined) this.mark(key, kept, false);
    return this.make(key, version, make);
  }

  private async makeAndKeep(key: string, version: number, make: () => List | Promise<List>): Promise<List> {
    const madeMs = this.options.nowMs();
    const value = await make();
    const kept = this.kept.peek(key);
    if ((kept?.version ?? -1) <= version) {
      this.kept.set(key, { version, madeMs, value, isAwaited: kept?.isAwaited ?? true });
    }
    return value;
  }

  /** Its age stays what it is. */
  private mark(key: string, kept: Kept<List>, isAwaited: boolean): void {
    this.kept.set(key, { ...kept, isAwaited }, { noUpdateTTL: true });
  }
}
