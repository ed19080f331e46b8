import type { TransitionsConfig } from '../models/item-transitions.ts';
import { pairWeights, type PairConfig, type PairWeights } from '../models/pair-weights.ts';
import type { ScoreBoard } from '../models/score-board.ts';
import { LiveRow } from './live-row.ts';

/** Rows counted in: a few tens of megabytes. Above it, the lighter half is forgotten. */
const ROWS_MOST = 10_000;

type CountingConfig = PairConfig & Pick<TransitionsConfig, 'rowPower'>;

/** Newest last; parallel arrays. */
export interface Pairable {
  readonly items: readonly number[];
  readonly kinds: readonly number[];
}

/**
 * Pairs counted since a transition table was made. The table holds count x rowSum^-rowPower x damping of the column;
 * with its row sums and dampings known, table and pairs together give what counting everything anew would (but for
 * entries that were cut off long rows).
 */
export class LiveTransitions {
  /** Of each column: its damping now, as a multiple of the one in the table. */
  readonly columnScales: Float32Array;
  private readonly rows = new Map<number, LiveRow>();
  private readonly weights: PairWeights;

  /** `rowSums` and `dampings` [items] are the table's own. */
  constructor(
    private readonly config: CountingConfig,
    private readonly rowSums: Float32Array,
    private readonly dampings: Float32Array,
  ) {
    this.columnScales = new Float32Array(dampings.length).fill(1);
    this.weights = pairWeights(config);
  }

  /** An item came last in a history, the damping of its column being what it is now. */
  count({ items, kinds }: Pairable, damping: number): void {
    const { forward, backward } = this.weights;
    const last = items.length - 1;
    const item = items[last] ?? 0;
    const kind = this.kindWeight(kinds[last]);
    for (let distance = 1; distance <= Math.min(forward.length, last); distance++) {
      const other = items[last - distance] ?? 0;
      const [ahead, back] = [forward[distance - 1] ?? 0, backward[distance - 1] ?? 0];
      if (ahead > 0) this.rowOf(other).add(item, ahead * kind);
      if (back > 0) this.rowOf(item).add(other, back * this.kindWeight(kinds[last - distance]));
    }
    this.columnScales[item] = damping / (this.dampings[item] ?? 1);
  }

  /** What stands at a place of a history, and was counted as `kindBefore`, is of another kind. */
  raise({ items, kinds }: Pairable, place: number, kindBefore: number): void {
    const { forward, backward } = this.weights;
    const item = items[place] ?? 0;
    const more = this.kindWeight(kinds[place]) - this.kindWeight(kindBefore);
    if (more === 0) return;
    for (let distance = 1; distance <= forward.length; distance++) {
      const [ahead, back] = [forward[distance - 1] ?? 0, backward[distance - 1] ?? 0];
      const [before, after] = [items[place - distance], items[place + distance]];
      if (before !== undefined && ahead > 0) this.rowOf(before).add(item, ahead * more);
      if (after !== undefined && back > 0) this.rowOf(after).add(item, back * more);
    }
  }

  /** What the table's row counts now that its sum has grown. */
  rowScale(row: number): number {
    const live = this.rows.get(row);
    const sum = this.rowSums[row] ?? 0;
    return live === undefined || sum === 0 ? 1 : (1 + live.sum / sum) ** -this.config.rowPower;
  }

  /** Adds `weight` times the pairs of a row to the board, before `columnScales`. */
  addRow(board: ScoreBoard, row: number, weight: number): void {
    this.forRow(row, (column, value) => board.add(column, weight * value));
  }

  /** The pairs of a row as the table would hold them, before `columnScales`. */
  forRow(row: number, visit: (column: number, value: number) => void): void {
    const live = this.rows.get(row);
    if (live === undefined) return;
    const scale = ((this.rowSums[row] ?? 0) + live.sum) ** -this.config.rowPower;
    for (let at = 0; at < live.length; at++) {
      const column = live.columns[at] ?? 0;
      visit(column, scale * (live.weights[at] ?? 0) * (this.dampings[column] ?? 0));
    }
  }

  private kindWeight(kind = 0): number {
    return this.weights.kinds[kind] ?? 0;
  }

  private rowOf(row: number): LiveRow {
    const known = this.rows.get(row);
    if (known !== undefined) return known;
    if (this.rows.size >= ROWS_MOST) this.forgetLighterHalf();
    const made = new LiveRow();
    this.rows.set(row, made);
    return made;
  }

  private forgetLighterHalf(): void {
    const byWeight = [...this.rows].sort(([, a], [, b]) => a.sum - b.sum);
    for (const [row] of byWeight.slice(0, ROWS_MOST / 2)) this.rows.delete(row);
  }
}
