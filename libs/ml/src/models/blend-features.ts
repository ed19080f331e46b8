import type { Corpus } from '../sequences/corpus.ts';
import { lastGroupStart, type History } from '../sequences/history.ts';
import { SESSION_GAP_MS } from '../sequences/group-interactions.ts';
import { PURCHASE } from '../sequences/interaction.ts';

/** What is known of an item whoever asks: all [items]. */
export interface ItemFacts {
  /** Times it occurs. */
  readonly counts: Float64Array;
  /** ln(count + 1) / ln(largest count + 1). */
  readonly popularity: Float32Array;
  /** Log of the share of its interactions that are among the newest tenth. */
  readonly trend: Float32Array;
}

/** Numbers of the shopper, the same for every candidate. */
const SHOPPER_FEATURES = 7;
/** Numbers of the candidate in this history. */
const IN_HISTORY_FEATURES = 14;
/** Popularity, trend, and whether nobody has met it: then the other two say nothing. */
const ITEM_FEATURES = 3;
export const CONTEXT_FEATURES = SHOPPER_FEATURES + IN_HISTORY_FEATURES + ITEM_FEATURES;

const NEWEST_SHARE = 0.1;
const DAY_MS = 86_400_000;
/** More often than this says no more. */
const FOLLOWED_MOST = 3;

/** Popularity and trend of each item from the training data. */
export function itemFacts(corpus: Corpus): ItemFacts {
  const sorted = corpus.timesMs.slice().sort();
  const newestFromMs = sorted[Math.floor((1 - NEWEST_SHARE) * sorted.length)] ?? Infinity;
  const newest = new Float64Array(corpus.itemCount);
  for (const [place, item] of corpus.items.entries()) {
    if ((corpus.timesMs[place] ?? 0) >= newestFromMs) newest[item] = (newest[item] ?? 0) + 1;
  }
  const most = corpus.counts.reduce((a, b) => Math.max(a, b), 1);
  return {
    counts: corpus.counts,
    popularity: Float32Array.from(corpus.counts, (count) => Math.log1p(count) / Math.log1p(most)),
    trend: Float32Array.from(corpus.counts, (count, item) => trendOf(count, newest[item] ?? 0)),
  };
}

const trendOf = (count: number, newest: number): number => Math.log((10 * newest + 1) / (count + 1)) / 3;

/** Facts that count on: an interaction now is among the newest tenth; popularity stays a share of the training's most. */
export class LiveFacts implements ItemFacts {
  readonly counts: Float64Array;
  readonly popularity: Float32Array;
  readonly trend: Float32Array;
  private readonly logMost: number;

  /** With room for items up to `itemCount`. */
  constructor({ counts, popularity, trend }: ItemFacts, itemCount: number) {
    this.counts = new Float64Array(itemCount);
    this.popularity = new Float32Array(itemCount);
    this.trend = new Float32Array(itemCount);
    this.counts.set(counts);
    this.popularity.set(popularity);
    this.trend.set(trend);
    this.logMost = Math.log1p(counts.reduce((a, b) => Math.max(a, b), 1));
  }

  /** Counts an interaction; gives the count. */
  learn(item: number): number {
    const before = this.counts[item] ?? 0;
    const newest = (Math.exp(3 * (this.trend[item] ?? 0)) * (before + 1) - 1) / 10;
    const count = before + 1;
    this.counts[item] = count;
    this.popularity[item] = Math.log1p(count) / this.logMost;
    this.trend[item] = trendOf(count, newest + 1);
    return count;
  }
}

/** How one item stands in a history. */
interface Standing {
  times: number;
  visits: number;
  purchases: number;
  /** In the newest visit. */
  timesInVisit: number;
  /** Times it came right after what is now the newest item. */
  followedNewest: number;
  lastPlace: number;
  lastGroup: number;
  lastMs: number;
}

/** The context part of the blend's features, for one history. */
export class HistoryContext {
  private readonly standings = new Map<number, Standing>();
  private readonly shopper: Float32Array;
  private readonly isOpen: boolean;
  private readonly newestGroup: number;
  /** Of the interactions, those with an item of an earlier visit. */
  private readonly repeatShare: number;
  /** Of the newest visit's interactions, those with an item that it had before. */
  private readonly visitRepeatShare: number;

  constructor(
    private readonly history: History,
    private readonly facts: ItemFacts,
  ) {
    const { items, groups, timesMs, nowMs } = history;
    const length = items.length;
    this.newestGroup = groups[length - 1] ?? 0;
    const sinceMs = Math.max(0, nowMs - (timesMs[length - 1] ?? nowMs));
    this.isOpen = length > 0 && sinceMs <= SESSION_GAP_MS;
    const { repeats, repeatsInVisit } = this.takeStandings();
    this.repeatShare = length === 0 ? 0 : repeats / length;
    this.visitRepeatShare = length === 0 ? 0 : repeatsInVisit / (length - lastGroupStart(history));
    this.shopper = Float32Array.of(
      Math.log1p(length) / 4,
      length <= 1 ? 1 : 0,
      this.isOpen ? 1 : 0,
      Math.log1p(length - lastGroupStart(history)) / 3,
      Math.log1p(sinceMs / DAY_MS) / 3,
      this.repeatShare,
      (this.standings.get(items[length - 1] ?? -1)?.times ?? 0) > 1 ? 1 : 0,
    );
  }

  /** Writes CONTEXT_FEATURES numbers of a candidate at `at`; NOT_ONE stands for an item that nobody has met. */
  write(item: number, features: Float32Array, at: number): void {
    features.set(this.shopper, at);
    const base = at + SHOPPER_FEATURES;
    const popularity = this.facts.popularity[item] ?? 0;
    features[base + IN_HISTORY_FEATURES] = popularity;
    features[base + IN_HISTORY_FEATURES + 1] = this.facts.trend[item] ?? 0;
    features[base + IN_HISTORY_FEATURES + 2] = popularity === 0 ? 1 : 0;
    const standing = this.standings.get(item);
    if (standing === undefined) {
      features.fill(0, base, base + IN_HISTORY_FEATURES);
      return;
    }
    const length = this.history.items.length;
    const visitsSince = this.newestGroup - standing.lastGroup;
    const inOpenVisit = this.isOpen && visitsSince === 0 ? 1 : 0;
    features[base] = 1;
    features[base + 1] = inOpenVisit;
    features[base + 2] = standing.lastPlace === length - 1 ? 1 : 0;
    features[base + 3] = Math.exp(-(length - 1 - standing.lastPlace) / 3);
    features[base + 4] = Math.exp(-visitsSince / 3);
    features[base + 5] = Math.log1p(standing.times) / 2;
    features[base + 6] = Math.log1p(standing.purchases) / 2;
    features[base + 7] = standing.visits / (this.newestGroup + 1);
    features[base + 8] = this.repeatShare * (1 - inOpenVisit);
    features[base + 9] = Math.log1p(Math.max(0, this.history.nowMs - standing.lastMs) / DAY_MS) / 4;
    features[base + 10] = standing.lastPlace === length - 2 ? 1 : 0;
    features[base + 11] = standing.lastPlace === length - 3 ? 1 : 0;
    features[base + 12] = Math.min(FOLLOWED_MOST, standing.followedNewest) / 2;
    features[base + 13] = standing.timesInVisit > 0 ? this.visitRepeatShare : 0;
  }

  /** Fills the standings; counts interactions with an item of an earlier visit, and with one that the newest visit had before. */
  private takeStandings(): { readonly repeats: number; readonly repeatsInVisit: number } {
    const { items, kinds, groups, timesMs } = this.history;
    const newest = items[items.length - 1];
    let [repeats, repeatsInVisit] = [0, 0];
    for (const [place, item] of items.entries()) {
      const group = groups[place] ?? 0;
      const known = this.standings.get(item);
      const standing = known ?? newStanding();
      if (known === undefined) this.standings.set(item, standing);
      else if (standing.lastGroup !== group) repeats++;
      if (standing.lastGroup !== group) standing.visits++;
      standing.times++;
      if (kinds[place] === PURCHASE) standing.purchases++;
      if (group === this.newestGroup && standing.timesInVisit++ > 0) repeatsInVisit++;
      if (place > 0 && items[place - 1] === newest) standing.followedNewest++;
      standing.lastPlace = place;
      standing.lastGroup = group;
      standing.lastMs = timesMs[place] ?? 0;
    }
    return { repeats, repeatsInVisit };
  }
}

const newStanding = (): Standing => ({
  times: 0,
  visits: 0,
  purchases: 0,
  timesInVisit: 0,
  followedNewest: 0,
  lastPlace: 0,
  lastGroup: -1,
  lastMs: 0,
});
