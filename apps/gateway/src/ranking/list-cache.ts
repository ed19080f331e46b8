import { LRUCache } from 'lru-cache';
import type { Candidate } from '../recommendation/candidate.ts';

type List = Iterable<Candidate>;

interface Kept {
  readonly version: number;
  readonly list: List;
}

/** Lists by key, each of one version of what it was made from; the least recently used are forgotten first. */
export class ListCache {
  private readonly kept: LRUCache<string, Kept>;
  /** What is being made, by key and version: all who ask meanwhile get it. */
  private readonly underWay = new Map<string, Promise<List>>();

  constructor(options: {
    readonly listsMax: number;
    readonly ageMaxMs: number;
    readonly nowMs: () => number;
  }) {
    this.kept = new LRUCache({
      max: options.listsMax,
      ttl: options.ageMaxMs,
      ttlResolution: 0,
      perf: { now: options.nowMs },
    });
  }

  /** The list of this version, or undefined where it has to be made. */
  find(key: string, version: number): List | undefined {
    const kept = this.kept.get(key);
    return kept?.version === version ? kept.list : undefined;
  }

  /** Whether there is a list of an older version: somebody asked for it not long ago. */
  isOutdated(key: string, version: number): boolean {
    const kept = this.kept.peek(key);
    return kept !== undefined && kept.version < version;
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

  private async makeAndKeep(key: string, version: number, make: () => List | Promise<List>): Promise<List> {
    const list = await make();
    if ((this.kept.peek(key)?.version ?? -1) <= version) this.kept.set(key, { version, list });
    return list;
  }
}
