import type { ScoreBoard } from '../models/score-board.ts';
import type { Sources } from './sources.ts';

/** What attributes count: less where an item is met, of which behaviour says more. */
const CONTENT_WEIGHTS = { trained: 0.2, added: 0.8 } as const;
/** What seen-after, bought-with and the learnt vectors count in "similar"; each is a share of its own best. */
const WEIGHTS = { transitions: 0.4, boughtTogether: 0.2, attention: 0.4 } as const;

/** Puts the items like `item` on the board: seen around it, bought with it, or with a vector near its own. */
export function similarItems(sources: Sources, item: number, board: ScoreBoard): void {
  board.clear();
  const items = Int32Array.of(item);
  const history = {
    items,
    kinds: new Uint8Array(1),
    timesMs: new Float64Array(1),
    groups: new Int32Array(1),
    nowMs: 0,
  };
  addShares(sources.transitions.board(history), WEIGHTS.transitions, board);
  addShares(sources.boughtTogether.board(history), WEIGHTS.boughtTogether, board);
  sources.attention?.addSimilar(item, WEIGHTS.attention, board);
  sources.content?.addSimilar(item, CONTENT_WEIGHTS, board);
  board.remove(item);
}

function addShares(from: ScoreBoard, weight: number, board: ScoreBoard): void {
  const entries = from.entries();
  const most = entries.reduce((max, item) => Math.max(max, from.scores[item] ?? 0), 0);
  if (most === 0) return;
  for (const item of entries) board.add(item, (weight * (from.scores[item] ?? 0)) / most);
}
