import type { Corpus } from '../sequences/corpus.ts';
import { buildItemMatrix, type ItemMatrix } from './item-matrix.ts';
import { kindWeights } from './kind-weights.ts';
import { MatrixSource, type HistoryDecay } from './matrix-source.ts';
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

  constructor(config: TransitionsConfig, matrix: ItemMatrix) {
    super(config, matrix);
    this.name = config.name;
  }

  static train(corpus: Corpus, config: TransitionsConfig): ItemTransitions {
    return new ItemTransitions(config, transitionMatrix(corpus, config));
  }
}

/** Weighted counts of the pairs within the window, rows and columns damped as the configuration says. */
export function transitionMatrix(
  corpus: Corpus,
  config: Omit<TransitionsConfig, 'name' | 'historyMost' | 'historyDecay'>,
): ItemMatrix {
  const damping = columnDamping(corpus, config);
  const distances = distanceWeights(config);
  const kinds = kindWeights(config.kindPower);
  return buildItemMatrix(corpus.itemCount, config.rowMost, (item, board) => {
    addTransitions(corpus, item, { ...distances, kinds }, board);
    const scale = board.sum() ** -config.rowPower;
    for (const column of board.entries()) {
      board.scores[column] = (board.scores[column] ?? 0) * scale * (damping[column] ?? 0);
    }
  });
}

/** [items] */
export function columnDamping(
  corpus: Corpus,
  { popularityPower }: Pick<TransitionsConfig, 'popularityPower'>,
): Float64Array {
  return corpus.counts.map((count) => (count + POPULARITY_SHRINK) ** -popularityPower);
}

/** Weight of a pair by its distance, from 1. */
interface DistanceWeights {
  readonly forward: Float64Array;
  readonly backward: Float64Array;
}

interface PairWeights extends DistanceWeights {
  /** By the kind of the interaction that the item led to. */
  readonly kinds: Float64Array;
}

export function distanceWeights({
  window,
  windowDecay,
  forward,
  backward,
}: Pick<TransitionsConfig, 'window' | 'windowDecay' | 'forward' | 'backward'>): DistanceWeights {
  const decay = Float64Array.from({ length: window }, (_, i) => Math.exp(-i / windowDecay));
  return {
    forward: decay.map((weight) => weight * forward),
    backward: decay.map((weight) => weight * backward),
  };
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
