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

/** The same list for everyone: decayed counts, as shares of the whole. */
export class Popularity implements Source {
  readonly name: PopularityConfig['name'];
  private readonly fixed: ScoreBoard;
  private readonly ranked: Scored;

  constructor(
    config: PopularityConfig,
    private readonly weights: Float32Array,
  ) {
    this.name = config.name;
    this.fixed = new ScoreBoard(weights.length);
    for (const [item, weight] of weights.entries()) if (weight > 0) this.fixed.add(item, weight);
    this.ranked = this.fixed.top(weights.length);
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
    return new Popularity(
      config,
      Float32Array.from(weights, (weight) => (total === 0 ? 0 : weight / total)),
    );
  }

  get itemCount(): number {
    return this.weights.length;
  }

  board(): ScoreBoard {
    return this.fixed;
  }

  candidates(_history: History, k: number): Scored {
    return { items: this.ranked.items.slice(0, k), scores: this.ranked.scores.slice(0, k) };
  }

  score(_history: History, items: Int32Array): Float32Array {
    return Float32Array.from(items, (item) => this.weights[item] ?? 0);
  }

  complete(): void {}

  because(_history: History, items: Int32Array): Int32Array {
    return new Int32Array(items.length).fill(NOT_ONE);
  }

  state(): NamedArrays {
    return { weights: this.weights };
  }
}
