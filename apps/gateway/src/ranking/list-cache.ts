import { LRUCache } from 'lru-cache';
import type { Candidate } from '../recommendation/candidate.ts';

type List = Iterable<Candidate>;

/** A list, and the version of what it was made from. */
export interface VersionedList {
  readonly version: number;
  readonly list: List;
}

/** Lists by key, each of one version of what it was made from; the least recently used are forgotten first. */
export class ListCache {
  private readonly kept: LRUCache<string, VersionedList>;
  /** What is being made, by key and version: all who ask meanwhile get it. */
  private readonly underWay = new Map<string, Promise<VersionedList>>();

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

  /** The list that is kept, of whatever version: somebody asked for it not long ago. */
  newest(key: string): VersionedList | undefined {
    return this.kept.get(key);
  }

  /** Makes a list and keeps it, unless one of a newer version came first. Made once for all who ask at the same time. */
  make(key: string, version: number, make: () => List | Promise<List>): Promise<VersionedList> {
    const keyOfVersion = `${key} ${version}`;
    const underWay = this.underWay.get(keyOfVersion);
    if (underWay !== undefined) return underWay;
    const making = this.makeAndKeep(key, version, make).finally(() => this.underWay.delete(keyOfVersion));
    this.underWay.set(keyOfVersion, making);
    return making;
  }

  private async makeAndKeep(
    key: string,
    version: number,
    make: () => List | Promise<List>,
  ): Promise<VersionedList> {
    const made = { version, list: await make() };
    if ((this.kept.peek(key)?.version ?? -1) <= version) this.kept.set(key, made);
    return made;
  }
}
