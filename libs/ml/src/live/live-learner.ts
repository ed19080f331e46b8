import type { LiveFacts } from '../models/blend-features.ts';
import type { Sources } from '../recommender/sources.ts';
import type { Vocabulary } from '../recommender/vocabulary.ts';
import { INTERACTION_KINDS, type Interaction } from '../sequences/interaction.ts';
import { LiveHistory } from './live-history.ts';

/** Shoppers whose newest items are remembered; the one longest unseen is forgotten. */
const OWNERS_MOST = 20_000;

/** An interaction and the profile key of the shopper. */
export interface OwnedInteraction extends Interaction {
  readonly owner: string;
}

/** What changed by learning. */
export interface Learnt {
  /** In the order of their indices, which follow those known before. */
  readonly newItemIds: readonly string[];
  /** Indices of the items with new neighbours. */
  readonly changed: Int32Array;
}

export interface LiveLearnerOptions {
  /** Newest items of a shopper that new ones are paired with and that may yet be of a stronger kind. */
  readonly historyMost: number;
  /** Interactions before then were trained on: they are only what comes before others. */
  readonly learnsFromMs: number;
}

/**
 * Keeps the counts of a loaded model current with what happens: transitions, sessions for kNN, popularity and the facts
 * of items, as fitting them anew on all data would (two-steps, baskets and the weights stay as trained). An item first
 * seen stands in the middle of those it is seen with. Interactions of an owner come in the order of their times.
 */
export class LiveLearner {
  private readonly histories = new Map<string, LiveHistory>();

  constructor(
    private readonly sources: Sources,
    private readonly facts: LiveFacts,
    /** Of the model: it grows. */
    private readonly vocabulary: Vocabulary,
    private readonly options: LiveLearnerOptions,
  ) {
    for (const each of transitionsIn(sources)) each.startLive(facts.counts);
  }

  learn(interactions: readonly OwnedInteraction[]): Learnt {
    const { vocabulary } = this;
    const known = vocabulary.ids.length;
    const changed = new Set<number>();
    for (const { owner, itemId, kind, timeMs } of interactions) {
      const item = vocabulary.take(itemId);
      if (item === undefined) continue;
      this.learnOne(this.historyOf(owner), item, INTERACTION_KINDS.indexOf(kind), timeMs, changed);
    }
    // Those that it was trained on have a vector of their own.
    for (const item of changed) {
      if (item >= vocabulary.trained) this.sources.attention?.place(item, this.neighboursOf(item));
    }
    return { newItemIds: vocabulary.ids.slice(known), changed: Int32Array.from(changed) };
  }

  private learnOne(
    history: LiveHistory,
    item: number,
    kind: number,
    timeMs: number,
    changed: Set<number>,
  ): void {
    const { popularity, trending } = this.sources;
    const taking = history.take(item, kind, timeMs);
    if (timeMs < this.options.learnsFromMs) return;
    if (taking.outcome === 'raised') {
      for (const each of [popularity, trending]) each.learn(item, taking.timeMs, kind, taking.kindBefore);
      const { place, kindBefore } = taking;
      if (place >= 0) for (const each of transitionsIn(this.sources)) each.raise(history, place, kindBefore);
    }
    if (taking.outcome !== 'added') return;
    for (const each of [popularity, trending]) each.learn(item, timeMs, kind);
    this.learnPairs(history, item, changed);
    this.learnSessions(history, item, kind, taking.startsVisit);
  }

  private learnPairs(history: LiveHistory, item: number, changed: Set<number>): void {
    const count = this.facts.learn(item);
    for (const each of transitionsIn(this.sources)) each.learn(history, count);
    for (const near of history.items.slice(-this.sources.transitions.window - 1)) changed.add(near);
  }

  private learnSessions(history: LiveHistory, item: number, kind: number, startsVisit: boolean): void {
    const { sessionKnn, sharpKnn, customerKnn } = this.sources;
    for (const knn of [sessionKnn, sharpKnn, customerKnn]) {
      const open = history.session(knn.name, startsVisit && knn !== customerKnn);
      history.joined(knn.name, knn.learn(open, item, kind));
    }
  }

  private neighboursOf(item: number): readonly (readonly [number, number])[] {
    const neighbours: (readonly [number, number])[] = [];
    this.sources.transitions.forLive(item, (other, value) => neighbours.push([other, value]));
    return neighbours;
  }

  private historyOf(owner: string): LiveHistory {
    const known = this.histories.get(owner);
    const history = known ?? new LiveHistory(this.options.historyMost);
    // The one last seen stands last.
    this.histories.delete(owner);
    this.histories.set(owner, history);
    const [oldest] = this.histories.keys();
    if (this.histories.size > OWNERS_MOST && oldest !== undefined) this.histories.delete(oldest);
    return history;
  }
}

const transitionsIn = ({ transitions, lastItem, cameBefore, sameVisit }: Sources) => [
  transitions,
  lastItem,
  cameBefore,
  sameVisit,
];
