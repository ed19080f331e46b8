import type { History } from '../sequences/history.ts';
import { CONTEXT_FEATURES, HistoryContext, type ItemFacts } from './blend-features.ts';
import type { BlendExplanation, SourceSay } from './blend-explanation.ts';
import type { BlendWeights } from './blend-weights.ts';
import { NOT_ONE, type Recommender, type Source, type SourceName } from './recommender.ts';
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
/** Of items by their attributes alone fewer are enough too: the other sources find those that are met. */
const PER_CONTENT = 40;
/** Their scores are logits. */
const LOGIT_SOURCES: ReadonlySet<SourceName> = new Set(['attention', 'content']);

export interface Explanation {
  /** Empty where none speaks of the item. */
  readonly source: SourceName | '';
  /** The item of the history it speaks of; undefined where no single one does. */
  readonly becauseOf: number | undefined;
}

/** One question to all sources: valid until the next. */
interface Asked {
  readonly candidates: Int32Array;
  readonly views: readonly SourceView[];
  readonly context: HistoryContext;
  readonly history: History;
}

/** Candidates from every source with their features, which the blend scores and its trainer learns from. */
export class BlendCandidates {
  readonly featureCount: number;
  /** Items there can be: in a loaded model those that may be added among them. */
  readonly itemCount: number;
  private readonly union: ScoreBoard;
  /** Place of the source that speaks of attributes; NOT_ONE where there is none. */
  private readonly content: number;

  /** `repeats` false: items of the history are never candidates. */
  constructor(
    readonly sources: readonly Source[],
    private readonly facts: ItemFacts,
    readonly repeats = true,
  ) {
    this.content = sources.findIndex(({ name }) => name === 'content');
    this.featureCount = sources.length * FEATURES_PER_SOURCE + CONTEXT_FEATURES;
    this.itemCount = facts.popularity.length;
    this.union = new ScoreBoard(this.itemCount);
  }

  ask(history: History, perSource = PER_SOURCE): Asked {
    this.union.clear();
    const boards = this.sources.map((source) => {
      const board = source.board(history);
      const best = isShared(source)
        ? source.candidates(history, Math.min(PER_SHARED_SOURCE, perSource)).items
        : board.best(source.name === 'content' ? Math.min(PER_CONTENT, perSource) : perSource);
      for (const item of best) this.union.add(item, 1);
      return board;
    });
    const candidates = this.repeats ? this.union.entries() : this.newTo(history);
    const views = boards.map((board, i) => {
      this.sources[i]?.complete(history, candidates, board);
      return viewOf(board, LOGIT_SOURCES.has(this.sources[i]?.name ?? 'popularity'), candidates);
    });
    return { candidates, views, context: new HistoryContext(history, this.facts), history };
  }

  private newTo(history: History): Int32Array {
    const own = new Set(history.items);
    return this.union.entries().filter((item) => !own.has(item));
  }

  /** Has items scored that are not among the candidates. */
  complete({ views, history }: Asked, items: Int32Array): void {
    for (const [i, { board }] of views.entries()) this.sources[i]?.complete(history, items, board);
  }

  /** Writes the features of one item: the sources' first, then the context's. */
  writeRow({ views, context }: Asked, item: number, rows: Float32Array, at = 0): void {
    let place = at;
    for (const view of views) {
      writeSourceFeatures(view, item, rows, place);
      place += FEATURES_PER_SOURCE;
    }
    context.write(item, rows, place);
  }

  /** Whether attributes say something of a candidate that is not in the history: it could be one that nobody has met. */
  couldBeNew({ views, history }: Asked, item: number): boolean {
    const view = views[this.content];
    return view !== undefined && speaksOf(view, item) && !history.items.includes(item);
  }

  /** The features that an item would have if nobody had met it. */
  writeNewRow({ views, context }: Asked, item: number, rows: Float32Array, at: number): void {
    for (const [i, view] of views.entries()) {
      if (i === this.content) writeSourceFeatures(view, item, rows, at + i * FEATURES_PER_SOURCE);
      else rows.set(SILENCE, at + i * FEATURES_PER_SOURCE);
    }
    context.write(NOT_ONE, rows, at + views.length * FEATURES_PER_SOURCE);
  }

  /** The features of an item of which nobody knows anything. */
  writeSilence({ views, context }: Asked, row: Float32Array): void {
    for (const [i] of views.entries()) row.set(SILENCE, i * FEATURES_PER_SOURCE);
    context.write(NOT_ONE, row, views.length * FEATURES_PER_SOURCE);
  }
}

/** Says the same to everyone. */
const isShared = ({ name }: Source): boolean => name === 'popularity' || name === 'trending';

/** Of some sources, the one whose silence would cost an item most, and what theirs would cost in all. */
class Strongest {
  source: Source | undefined;
  total = 0;
  private most = -Infinity;

  consider(source: Source, loss: number): void {
    this.total += loss;
    if (loss > this.most) [this.source, this.most] = [source, loss];
  }
}

/**
 * The served model: candidates from every source, scored by a small network over what each source says and how the
 * item stands in the history (learning to rank with a listwise softmax loss; training/train-blend.ts).
 */
export class Blend implements Recommender {
  readonly name = 'blend';
  private readonly row: Float32Array;
  private readonly ranking: ScoreBoard;

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
    this.ranking = new ScoreBoard(pool.itemCount);
  }

  /** Whether items of the history can be candidates. */
  get repeats(): boolean {
    return this.pool.repeats;
  }

  candidates(history: History, k: number): Scored {
    return this.best(this.pool.ask(history), k);
  }

  score(history: History, items: Int32Array): Float32Array {
    const asked = this.pool.ask(history);
    this.pool.complete(asked, items);
    return this.scoreItems(asked, items);
  }

  /**
   * The k best, each with the source that speaks most for it: the one whose silence would cost it most, among those of
   * what the shopper did where they in all speak more for it than what everybody buys, else among the latter.
   */
  explained(history: History, k: number): Scored & { readonly reasons: readonly Explanation[] } {
    const asked = this.pool.ask(history);
    const best = this.best(asked, k);
    return { ...best, reasons: this.reasonsFor(asked, best.items) };
  }

  /** As score, each with its reason as in explained. */
  scoreExplained(
    history: History,
    items: Int32Array,
  ): { readonly scores: Float32Array; readonly reasons: readonly Explanation[] } {
    const asked = this.pool.ask(history);
    this.pool.complete(asked, items);
    return { scores: this.scoreItems(asked, items), reasons: this.reasonsFor(asked, items) };
  }

  /** Every stage's say on one item. `item` must be of the vocabulary; it need not be a candidate. */
  explainItem(history: History, item: number): BlendExplanation {
    const asked = this.pool.ask(history);
    const candidates = asked.candidates.slice();
    const scores = this.scoreItems(asked, candidates);
    this.pool.complete(asked, Int32Array.of(item));
    this.startScoring(asked);
    const silence = this.weights.score(this.row);
    const noContext = Array.from(this.row.subarray(this.pool.sources.length * FEATURES_PER_SOURCE));
    this.pool.writeRow(asked, item, this.row);
    // As precise as the scores of lists, so that the rank is the list's.
    const score = Math.fround(this.weights.score(this.row));
    const context = this.weights.lossWithout(this.pool.sources.length * FEATURES_PER_SOURCE, noContext);
    const isAhead = (theirs: number, other: number) => theirs > score || (theirs === score && other < item);
    const sources = this.pool.sources.map((source, i) => this.sayOf(asked, source, i, item));
    const parts = sources.reduce((sum, { contribution }) => sum + contribution, silence + context);
    return {
      isCandidate: candidates.includes(item),
      score,
      rank: 1 + candidates.filter((other, i) => isAhead(scores[i] ?? 0, other)).length,
      candidates: candidates.length,
      silence,
      context,
      interplay: score - parts,
      sources,
    };
  }

  /** Of the row scored last. */
  private sayOf(asked: Asked, source: Source, place: number, item: number): SourceSay {
    const view = asked.views[place];
    const scored = view?.board.entries() ?? new Int32Array();
    const about = { source: source.name, scoredItems: scored.length };
    if (view === undefined || !speaksOf(view, item)) {
      return { ...about, score: undefined, rank: undefined, contribution: 0, becauseOf: undefined };
    }
    const { scores } = view.board;
    const score = scores[item] ?? 0;
    const rank = 1 + scored.filter((other) => (scores[other] ?? 0) > score).length;
    const contribution = this.weights.lossWithout(place * FEATURES_PER_SOURCE, SILENCE);
    const [from = NOT_ONE] = source.because(asked.history, Int32Array.of(item));
    return { ...about, score, rank, contribution, becauseOf: from === NOT_ONE ? undefined : from };
  }

  private best(asked: Asked, k: number): Scored {
    const { candidates } = asked;
    const scores = this.scoreItems(asked, candidates);
    this.ranking.clear();
    for (let i = 0; i < candidates.length; i++) this.ranking.add(candidates[i] ?? 0, scores[i] ?? 0);
    return this.ranking.top(k);
  }

  /** Each source is asked once, for all the items it speaks most for. */
  private reasonsFor(asked: Asked, items: Int32Array): readonly Explanation[] {
    const strongest = this.strongestSources(asked, items);
    const becauseOf = new Map<number, number>();
    for (const source of new Set(strongest)) {
      const own = items.filter((_, place) => strongest[place] === source);
      const reasons = source?.because(asked.history, own);
      for (const [i, item] of own.entries()) becauseOf.set(item, reasons?.[i] ?? NOT_ONE);
    }
    return Array.from(items, (item, place) => {
      const from = becauseOf.get(item) ?? NOT_ONE;
      return {
        source: strongest[place]?.name ?? '',
        becauseOf: from === NOT_ONE ? undefined : from,
      };
    });
  }

  private strongestSources(asked: Asked, items: Int32Array): readonly (Source | undefined)[] {
    this.startScoring(asked);
    return Array.from(items, (item) => this.strongestSource(asked, item));
  }

  private strongestSource(asked: Asked, item: number): Source | undefined {
    this.pool.writeRow(asked, item, this.row);
    this.weights.score(this.row);
    const own = new Strongest();
    const shared = new Strongest();
    for (const [i, source] of this.pool.sources.entries()) {
      const view = asked.views[i];
      if (view === undefined || !speaksOf(view, item)) continue;
      const loss = this.weights.lossWithout(i * FEATURES_PER_SOURCE, SILENCE);
      (isShared(source) ? shared : own).consider(source, loss);
    }
    const [first, second] = own.total > shared.total ? [own, shared] : [shared, own];
    return first.source ?? second.source;
  }

  private startScoring(asked: Asked): void {
    this.pool.writeSilence(asked, this.row);
    this.weights.startFrom(this.row);
  }

  private scoreItems(asked: Asked, items: Int32Array): Float32Array {
    this.startScoring(asked);
    const scores = new Float32Array(items.length);
    for (let i = 0; i < items.length; i++) {
      this.pool.writeRow(asked, items[i] ?? 0, this.row);
      scores[i] = this.weights.score(this.row);
    }
    return scores;
  }
}
