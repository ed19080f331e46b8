import type { ScoreBoard } from './score-board.ts';

/** Numbers a source contributes to a candidate's features. */
export const FEATURES_PER_SOURCE = 3;

/** ln(s / max + this): the floor of the log feature, about -5.8. */
const LOG_FLOOR = 0.003;
/** What a source that does not know the item says. */
export const SILENCE: readonly number[] = [0, Math.log(LOG_FLOOR) / 3, 0];

/** What one source said about one query, seen over the candidates, so that queries are comparable. */
export interface SourceView {
  readonly board: ScoreBoard;
  /** Scores are logits (any sign) instead of weights (0 and up). */
  readonly isLogit: boolean;
  /** Over the candidates; `sum` of weights, or of exp(logit - max). */
  readonly max: number;
  readonly sum: number;
}

/** Sums a board up over the candidates. */
export function viewOf(board: ScoreBoard, isLogit: boolean, candidates: Int32Array): SourceView {
  let max = isLogit ? -Infinity : 0;
  for (const item of candidates) if (board.has(item)) max = Math.max(max, board.scores[item] ?? 0);
  let sum = 0;
  for (const item of candidates) {
    if (!board.has(item)) continue;
    const score = board.scores[item] ?? 0;
    sum += isLogit ? Math.exp(score - max) : score;
  }
  return { board, isLogit, max, sum };
}

/** Whether the source says anything of the item. */
export function speaksOf({ board, isLogit }: SourceView, item: number): boolean {
  return board.has(item) && (isLogit || (board.scores[item] ?? 0) > 0);
}

/** Writes the share, the distance to the source's best and how sure its best is. */
export function writeSourceFeatures(view: SourceView, item: number, row: Float32Array, at: number): void {
  if (!speaksOf(view, item) || view.sum === 0) {
    for (let i = 0; i < FEATURES_PER_SOURCE; i++) row[at + i] = SILENCE[i] ?? 0;
    return;
  }
  const score = view.board.scores[item] ?? 0;
  if (view.isLogit) {
    row[at] = Math.exp(score - view.max) / view.sum;
    row[at + 1] = Math.max(-3, (score - view.max) / 4);
    row[at + 2] = view.max / 10;
  } else {
    row[at] = score / view.sum;
    row[at + 1] = Math.log(score / view.max + LOG_FLOOR) / 3;
    row[at + 2] = Math.log(view.max) / 4;
  }
}
