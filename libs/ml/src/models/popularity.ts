import type { NamedArrays } from '../artifact/arrays.ts';
import type { Corpus } from '../sequences/corpus.ts';
import type { History } from '../sequences/history.ts';
import { NOT_ONE, type Source } from './recommender.ts';
import { ScoreBoard } from './score-board.ts';
import type { Scored } from './scored.ts';

export interface PopularityConfig {
  readonly name: 'popularity' | 'trending';
  /** What an interaction counts halves each half-life before the newest one. */
  readonly halfLifeDays: number;
  /** Worth of a view, wishlist, cart and purchase: an order says more than a look. */
  readonly kindWeights: readonly [number, number, number, number];
}

const DAY_MS = 86_400_000;

/** Length of the list that is kept sorted; a longer one is sorted when it is asked for. */
const RANKED_MOST = 1_000;

/** What the shares are shares of. */
export interface PopularityBasis {
  /** Sum of the weights as of `asOfMs`. */
  readonly total: number;
  readonly asOfMs: number;
}

/** The same list for everyone: decayed counts, as shares of the whole. */
export class Popularity implements Source {
  readonly name: PopularityConfig['name'];
  private readonly shares: ScoreBoard;
  /** As of the basis: what comes later weighs more, instead of all before it less. */
  private readonly amounts: Float64Array;
  private total: number;
  private asOfMs: number;
  private isStale = false;
  private ranked: Scored | undefined;

  constructor(
    private readonly config: PopularityConfig,
    shares: Float32Array,
    { total, asOfMs }: PopularityBasis,
  ) {
    this.name = config.name;
    this.shares = new ScoreBoard(shares.length);
    for (const [item, share] of shares.entries()) if (share > 0) this.shares.add(item, share);
    this.amounts = Float64Array.from(shares, (share) => share * total);
    this.total = total;
    this.asOfMs = asOfMs;
  }

  static train(corpus: Corpus, config: PopularityConfig): Popularity {
    const weights = new Float64Array(corpus.itemCount);
    let total = 0;
    for (const [place, item] of corpus.items.entries()) {
      const ageDays = (corpus.lastMs - (corpus.timesMs[place] ?? 0)) / DAY_MS;
      const kindWeight = config.kindWeights[corpus.kinds[place] ?? 0] ?? 0;
      const weight = kindWeight * 2 ** (-ageDays / config.halfLifeDays);
      weights[item] = (weights[item] ?? 0) + weight;
      total += weight;
    }
    const shares = Float32Array.from(weights, (weight) => (total === 0 ? 0 : weight / total));
    return new Popularity(config, shares, { total, asOfMs: corpus.lastMs });
  }

  /** What state() gave, with room for items to come. Throws TypeError on anything else. */
  static from(state: NamedArrays, config: PopularityConfig, itemCount = 0): Popularity {
    const { weights, basis } = state;
    if (!(weights instanceof Float32Array && basis instanceof Float64Array)) {
      throw new TypeError('expected the weights of a popularity and their basis');
    }
    const shares = new Float32Array(Math.max(weights.length, itemCount));
    shares.set(weights);
    return new Popularity(config, shares, { total: basis[0] ?? 0, asOfMs: basis[1] ?? 0 });
  }

  get itemCount(): number {
    return this.amounts.length;
  }

  /** Counts an interaction, or, with `kindBefore`, one that was counted as a weaker kind. */
  learn(item: number, timeMs: number, kind: number, kindBefore?: number): void {
    if (this.total === 0) this.asOfMs = timeMs;
    const { kindWeights, halfLifeDays } = this.config;
    const before = kindBefore === undefined ? 0 : (kindWeights[kindBefore] ?? 0);
    const ageDays = (this.asOfMs - timeMs) / DAY_MS;
    const amount = ((kindWeights[kind] ?? 0) - before) * 2 ** (-ageDays / halfLifeDays);
    this.amounts[item] = (this.amounts[item] ?? 0) + amount;
    this.total += amount;
    this.isStale = true;
    this.shares.add(item, 0);
  }

  board(): ScoreBoard {
    if (this.isStale) {
      for (const item of this.shares.entries())
        this.shares.scores[item] = (this.amounts[item] ?? 0) / this.total;
      this.ranked = undefined;
      this.isStale = false;
    }
    return this.shares;
  }

  candidates(_history: History, k: number): Scored {
    const board = this.board();
    const kept = this.ranked?.items.length ?? 0;
    if (kept < Math.min(k, board.entries().length)) this.ranked = undefined;
    this.ranked ??= board.top(Math.max(k, RANKED_MOST));
    return { items: this.ranked.items.slice(0, k), scores: this.ranked.scores.slice(0, k) };
  }

  score(_history: History, items: Int32Array): Float32Array {
    const { scores } = this.board();
    return Float32Array.from(items, (item) => scores[item] ?? 0);
  }

  complete(): void {}

  because(_history: History, items: Int32Array): Int32Array {
    return new Int32Array(items.length).fill(NOT_ONE);
  }

  state(): NamedArrays {
    return { weights: this.board().scores, basis: Float64Array.of(this.total, this.asOfMs) };
  }
}
