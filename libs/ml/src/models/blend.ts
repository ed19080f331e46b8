import type { History } from '../sequences/history.ts';
import { CONTEXT_FEATURES, HistoryContext, type ItemFacts } from './blend-features.ts';
import type { BlendWeights } from './blend-weights.ts';
import type { Recommender, Source, SourceName } from './recommender.ts';
import { ScoreBoard } from './score-board.ts';
import type { Scored } from './scored.ts';
import {
  FEATURES_PER_SOURCE,
  SILENCE,
  speaksOf,
  viewOf,
  writeSourceFeatures,
  type SourceView,
} from './source-features.ts';

/** Candidates taken from each source; from those that say the same to everyone fewer are enough. */
const PER_SOURCE = 80;
const PER_SHARED_SOURCE = 30;

export interface Explanation {
  readonly source: SourceName;
  /** The item of the history it speaks of; undefined where no single one does. */
  readonly becauseOf: number | undefined;
}

/** One question to all sources: valid until the next. */
interface Asked {
  readonly candidates: Int32Array;
  readonly views: readonly SourceView[];
  readonly context: HistoryContext;
}

/** Candidates from every source with their features, which the blend scores and its trainer learns from. */
export class BlendCandidates {
  readonly featureCount: number;
  private readonly union: ScoreBoard;

  constructor(
    readonly sources: readonly Source[],
    private readonly facts: ItemFacts,
  ) {
    this.featureCount = sources.length * FEATURES_PER_SOURCE + CONTEXT_FEATURES;
    this.union = new ScoreBoard(facts.popularity.length);
  }

  ask(history: History): Asked {
    this.union.clear();
    const boards = this.sources.map((source) => {
      const isShared = source.name === 'popularity' || source.name === 'trending';
      const board = source.board(history);
      const top = isShared ? source.candidates(history, PER_SHARED_SOURCE) : board.top(PER_SOURCE);
      for (const item of top.items) this.union.add(item, 1);
      return board;
    });
    const candidates = this.union.entries();
    const views = boards.map((board, i) => viewOf(board, this.sources[i]?.name === 'attention', candidates));
    return { candidates, views, context: new HistoryContext(history, this.facts) };
  }

  /** Writes the features of one item: the sources' first, then the context's. */
  writeRow({ views, context }: Asked, item: number, rows: Float32Array, at = 0): void {
    for (const [i, view] of views.entries())
      writeSourceFeatures(view, item, rows, at + i * FEATURES_PER_SOURCE);
    context.write(item, rows, at + views.length * FEATURES_PER_SOURCE);
  }
}

/**
 * The served model: candidates from every source, scored by a small network over what each source says and how the
 * item stands in the history (learning to rank with a listwise softmax loss; training/train-blend.ts).
 */
export class Blend implements Recommender {
  readonly name = 'blend';
  private readonly row: Float32Array;

  constructor(
    private readonly pool: BlendCandidates,
    private readonly weights: BlendWeights,
  ) {
    if (weights.featureCount !== pool.featureCount) {
      throw new RangeError(
        `a blend of ${weights.featureCount} features on sources that give ${pool.featureCount}`,
      );
    }
    this.row = new Float32Array(pool.featureCount);
  }

  candidates(history: History, k: number): Scored {
    return this.best(this.pool.ask(history), k);
  }

  score(history: History, items: Int32Array): Float32Array {
    return this.scoreItems(this.pool.ask(history), items);
  }

  /** The k best, each with the source that speaks most for it: the one whose silence would cost it most. */
  explained(history: History, k: number): Scored & { readonly reasons: readonly Explanation[] } {
    const asked = this.pool.ask(history);
    const best = this.best(asked, k);
    const reasons = Array.from(best.items, (item) => {
      const source = this.strongestSource(asked, item);
      return { source: source?.name ?? 'popularity', becauseOf: source?.because(history, item) };
    });
    return { ...best, reasons };
  }

  private best(asked: Asked, k: number): Scored {
    const items = asked.candidates.slice();
    const scores = this.scoreItems(asked, items);
    const order = Int32Array.from(items.keys()).sort(
      (a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || (items[a] ?? 0) - (items[b] ?? 0),
    );
    const best = order.subarray(0, k);
    return { items: best.map((i) => items[i] ?? 0), scores: Float32Array.from(best, (i) => scores[i] ?? 0) };
  }

  private strongestSource(asked: Asked, item: number): Source | undefined {
    this.pool.writeRow(asked, item, this.row);
    this.weights.score(this.row);
    let best: Source | undefined;
    let bestLoss = -Infinity;
    for (const [i, source] of this.pool.sources.entries()) {
      const view = asked.views[i];
      if (view === undefined || !speaksOf(view, item)) continue;
      const loss = this.weights.lossWithout(i * FEATURES_PER_SOURCE, SILENCE);
      if (loss > bestLoss) [best, bestLoss] = [source, loss];
    }
    return best;
  }

  private scoreItems(asked: Asked, items: Int32Array): Float32Array {
    return Float32Array.from(items, (item) => {
      this.pool.writeRow(asked, item, this.row);
      return this.weights.score(this.row);
    });
  }
}
