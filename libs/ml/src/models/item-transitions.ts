import type { NamedArrays } from '../artifact/arrays.ts';
import { LiveTransitions, type Pairable } from '../live/live-transitions.ts';
import type { Corpus } from '../sequences/corpus.ts';
import { buildItemMatrix, matrixFrom, matrixState, type ItemMatrix } from './item-matrix.ts';
import { MatrixSource, type HistoryDecay } from './matrix-source.ts';
import { pairWeights, type PairWeights } from './pair-weights.ts';
import type { ScoreBoard } from './score-board.ts';

/** Windowed transitions ("sequential rules", Ludewig and Jannach 2018, with the reverse direction mixed in). */
export interface TransitionsConfig extends HistoryDecay {
  readonly name: 'transitions' | 'last-item' | 'came-before' | 'same-visit';
  /** Pairs up to this distance apart in a sequence are counted. */
  readonly window: number;
  /** A pair at distance d counts exp(-(d - 1) / windowDecay). */
  readonly windowDecay: number;
  /** Weights of "b came after a" and of "b came before a". */
  readonly forward: number;
  readonly backward: number;
  /** Rows are divided by their sum to this power. */
  readonly rowPower: number;
  /** Columns are divided by (count + 10) to this power: what is popular everywhere says little. */
  readonly popularityPower: number;
  /** Entries kept of a row: bounds the time of a query. */
  readonly rowMost: number;
}

const POPULARITY_SHRINK = 10;

/** "Then they looked at": what follows the newest items of the history. */
export class ItemTransitions extends MatrixSource {
  readonly name: TransitionsConfig['name'];

  /** `rowSums` [items]: of the counts, before the rows were cut and damped. */
  constructor(
    private readonly config: TransitionsConfig,
    matrix: ItemMatrix,
    private readonly rowSums: Float32Array,
  ) {
    super(config, matrix);
    this.name = config.name;
  }

  static train(corpus: Corpus, config: TransitionsConfig): ItemTransitions {
    const rowSums = new Float32Array(corpus.itemCount);
    return new ItemTransitions(config, transitionMatrix(corpus, config, rowSums), rowSums);
  }

  /** What state() gave, with room for items to come. Throws TypeError on anything else. */
  static from(state: NamedArrays, config: TransitionsConfig, itemCount = 0): ItemTransitions {
    const matrix = matrixFrom(state, itemCount);
    const { rowSums } = state;
    if (!(rowSums instanceof Float32Array)) throw new TypeError('expected the sums of the rows');
    const widened = new Float32Array(matrix.starts.length - 1);
    widened.set(rowSums);
    return new ItemTransitions(config, matrix, widened);
  }

  override state(): NamedArrays {
    return { ...matrixState(this.matrix), rowSums: this.rowSums };
  }

  /** See TransitionsConfig. */
  get window(): number {
    return this.config.window;
  }

  /** Begins to count on from the table; `counts` [items] are those that it was made with. */
  startLive(counts: Float64Array): void {
    const dampings = Float32Array.from(counts, (count) => dampingOf(count, this.config));
    this.live = new LiveTransitions(this.config, this.rowSums, dampings);
  }

  /** An item that now counts `count` stands last in a history. */
  learn(history: Pairable, count: number): void {
    this.live?.count(history, dampingOf(count, this.config));
  }

  /** What stands at a place of a history, and was learnt as `kindBefore`, is of a stronger kind. */
  raise(history: Pairable, place: number, kindBefore: number): void {
    this.live?.raise(history, place, kindBefore);
  }

  /** What was counted around an item since the table was made. */
  forLive(item: number, visit: (other: number, value: number) => void): void {
    this.live?.forRow(item, visit);
  }
}

/**
 * Weighted counts of the pairs within the window, rows and columns damped as the configuration says; the sums of the
 * rows go to `rowSums`.
 */
export function transitionMatrix(
  corpus: Corpus,
  config: Omit<TransitionsConfig, 'name' | 'historyMost' | 'historyDecay'>,
  rowSums?: Float32Array,
): ItemMatrix {
  const damping = columnDamping(corpus, config);
  const weights = pairWeights(config);
  return buildItemMatrix(corpus.itemCount, config.rowMost, (item, board) => {
    addTransitions(corpus, item, weights, board);
    const rowSum = board.sum();
    if (rowSums !== undefined) rowSums[item] = rowSum;
    const scale = rowSum ** -config.rowPower;
    for (const column of board.entries()) {
      board.scores[column] = (board.scores[column] ?? 0) * scale * (damping[column] ?? 0);
    }
  });
}

/** [items] */
export function columnDamping(
  corpus: Corpus,
  config: Pick<TransitionsConfig, 'popularityPower'>,
): Float64Array {
  return corpus.counts.map((count) => dampingOf(count, config));
}

function dampingOf(count: number, { popularityPower }: Pick<TransitionsConfig, 'popularityPower'>): number {
  return (count + POPULARITY_SHRINK) ** -popularityPower;
}

/** One row before it is damped: everything within the window around each place of the item, self pairs kept. */
export function addTransitions(
  corpus: Corpus,
  item: number,
  { forward, backward, kinds: kindWeight }: PairWeights,
  board: ScoreBoard,
): void {
  const { items, kinds, sequenceOf, places, placeStart } = corpus;
  const end = placeStart[item + 1] ?? 0;
  for (let at = placeStart[item] ?? 0; at < end; at++) {
    const place = places[at] ?? 0;
    const sequence = sequenceOf[place];
    for (let distance = 1; distance <= forward.length; distance++) {
      const isAfter = sequenceOf[place + distance] === sequence;
      const isBefore = sequenceOf[place - distance] === sequence;
      if (!isAfter && !isBefore) break;
      const [ahead, back] = [forward[distance - 1] ?? 0, backward[distance - 1] ?? 0];
      const [after, before] = [place + distance, place - distance];
      if (isAfter && ahead > 0) board.add(items[after] ?? 0, ahead * (kindWeight[kinds[after] ?? 0] ?? 0));
      if (isBefore && back > 0) board.add(items[before] ?? 0, back * (kindWeight[kinds[before] ?? 0] ?? 0));
    }
  }
}
