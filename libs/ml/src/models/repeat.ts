import type { NamedArrays } from '../artifact/arrays.ts';
import type { History } from '../sequences/history.ts';
import { BoardSource } from './board-source.ts';
import type { ScoreBoard } from './score-board.ts';

export interface RepeatConfig {
  readonly name: 'repeat';
  /** An interaction v visits ago counts exp(-v / visitDecay). */
  readonly visitDecay: number;
  /** Newest interactions looked at. */
  readonly historyMost: number;
  readonly kindWeights: readonly [number, number, number, number];
}

/** "Again": the shopper's own items by how often and how lately. The strongest single source where people restock. */
export class Repeat extends BoardSource {
  readonly name = 'repeat';

  constructor(
    private readonly config: RepeatConfig,
    itemCount: number,
  ) {
    super(itemCount);
  }

  because(_history: History, items: Int32Array): Int32Array {
    return items;
  }

  state(): NamedArrays {
    return {};
  }

  protected addScores({ items, kinds, groups }: History, board: ScoreBoard): void {
    const newest = groups[groups.length - 1] ?? 0;
    for (let at = Math.max(0, items.length - this.config.historyMost); at < items.length; at++) {
      const item = items[at] ?? -1;
      if (!this.isKnown(item)) continue;
      const age = newest - (groups[at] ?? newest);
      board.add(
        item,
        (this.config.kindWeights[kinds[at] ?? 0] ?? 0) * Math.exp(-age / this.config.visitDecay),
      );
    }
  }
}
